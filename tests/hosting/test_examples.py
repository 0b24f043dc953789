"""The examples in docs/examples are what servers understand, and what INSTALL.md speaks of."""

import argparse
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpdesk.commands import serve
from tests.hosting.servers.apache import COMMON, MODULES, ModWsgi
from tests.hosting.servers.host import PATH, program
from tests.hosting.servers.nginx import FORWARDED, Nginx
from tests.rules.tree import ROOT

EXAMPLES = ROOT / "docs" / "examples"
INSTALL = (ROOT / "INSTALL.md").read_text("utf-8")
MOVED = ("/opt/helpdesk", "/var/lib/helpdesk")


def text(name: str) -> str:
    """An example."""
    return (EXAMPLES / name).read_text("ascii")


def run(*command: str) -> str:
    """What a program says about a file; it must like it."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_all_are_told_of() -> None:
    """Each of them, and every file or heading that INSTALL.md names is there."""
    for example in EXAMPLES.iterdir():
        assert f"docs/examples/{example.name}" in INSTALL, example.name
    named = re.findall(r"\]\(([^)#]+)\)", INSTALL)
    assert named and all((ROOT / name).exists() for name in named), named
    places = set(re.findall(r"\]\(#([^)]+)\)", INSTALL))
    heads = {_anchor(head) for head in re.findall(r"^#+ (.+)$", INSTALL, re.MULTILINE)}
    assert places <= heads, places - heads


def test_same_words() -> None:
    """User, folders, port and command are one and the same in all of them."""
    unit = text("helpdesk.service")
    for words in MOVED:
        assert words in unit and words in INSTALL
    assert "User=helpdesk" in unit and "useradd --system" in INSTALL
    serve = "-m helpdesk serve"
    assert serve in unit and serve in text("Containerfile").replace('", "', " ")
    assert "127.0.0.1:8080" in text("nginx.conf") and "127.0.0.1:8080" in INSTALL
    assert "client_max_body_size 60m" in text("nginx.conf")


def test_what_the_walk_has_tried() -> None:
    """The lines of the examples are those of the hosts in this folder."""
    lines = {line.strip() for line in text("nginx.conf").splitlines()}
    assert {line.strip() for line in FORWARDED.splitlines()} <= lines
    apache = text("apache.conf")
    for line in ("WSGIPassAuthorization On", "WSGIChunkedRequest On", "AllowOverride None"):
        assert line in apache


def test_nginx(tmp_path: Path) -> None:
    """nginx reads its example."""
    if reason := Nginx.missing():
        pytest.skip(reason)
    whole = tmp_path / "nginx.conf"
    logs = f"error_log {tmp_path}/log; pid {tmp_path}/pid; events {{}}\n"
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("proxy", "fastcgi", "scgi", "uwsgi")
    )
    inside = f"access_log off; client_body_temp_path {tmp_path}/body;\n{places}"
    example = text("nginx.conf").replace("listen 80;", "listen 127.0.0.1:8099;")
    whole.write_text(f"{logs}http {{\n{inside}\n{example}\n}}\n", "utf-8")
    assert "successful" in run(program("nginx"), "-t", "-e", f"{tmp_path}/log", "-c", str(whole))


@pytest.mark.parametrize("way", ["mod_wsgi", "proxy"])
def test_apache(tmp_path: Path, way: str) -> None:
    """Apache reads its example, both ways of it."""
    if reason := ModWsgi.missing():
        pytest.skip(reason)
    names = [*COMMON, *(["wsgi"] if way == "mod_wsgi" else ["proxy", "proxy_http", "headers"])]
    head = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names]
    head += [f"DefaultRuntimeDir {tmp_path}", "Listen 127.0.0.1:8099", "ServerName example.com"]
    head += [f"ErrorLog {tmp_path}/log", f"PidFile {tmp_path}/pid"]
    first, second = text("apache.conf").split("# Or Apache in front")
    chosen = first if way == "mod_wsgi" else re.sub("^#", "", second, flags=re.MULTILINE)
    if way == "proxy":
        chosen = "\n".join(chosen.splitlines()[2:])
    whole = tmp_path / "apache.conf"
    whole.write_text("\n".join([*head, chosen.replace("/opt/helpdesk", str(ROOT)), ""]), "utf-8")
    assert "Syntax OK" in run(program("apache2"), "-t", "-f", str(whole))


def test_systemd(tmp_path: Path) -> None:
    """systemd knows every word of the unit."""
    verify = shutil.which("systemd-analyze", path=PATH)
    if verify is None:
        return  # its syntax is simple, and most containers have no systemd
    unit = tmp_path / "helpdesk.service"
    unit.write_text(text("helpdesk.service").replace("/opt/helpdesk", str(ROOT)), "ascii")
    said = subprocess.run(
        [verify, "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert "helpdesk.service:" not in said.stderr, said.stderr


def test_container() -> None:
    """Its command is one that the desk knows."""
    (command,) = re.findall(r"^CMD (\[.+\])$", text("Containerfile"), re.MULTILINE)

    parser = argparse.ArgumentParser()
    serve.arguments(parser)
    parser.add_argument("--data")
    words = json.loads(command)
    assert words[:4] == ["python3", "-m", "helpdesk", "serve"]
    assert parser.parse_args(words[4:]).processes == 2


def _anchor(head: str) -> str:
    """As forges make them: lower case, blanks as dashes, other signs left out."""
    return re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
