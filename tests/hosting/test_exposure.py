"""Nothing can be downloaded on any host; and where it could be, the wizard refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.servers.apache import Apache, Cgi, FastCgi, Passenger
from tests.hosting.visitor import Noted, Visitor
from tests.hosting.walk import Owner
from tests.plugin_skips import thorough

REPOSITORY = {".git/HEAD": "ref: refs/heads/main\n", ".git/config": "[core]\n\tbare = false\n"}
STATIC = "static/css/tokens.css"


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, release_zip: Path, installed: Path) -> Iterator[Host]:
    """Each host, with everything below the document root: the data, and a repository of git's."""
    if reason := HOSTS[request.param].missing():
        pytest.skip(reason)
    with ready.running(request.param, release_zip, installed) as made:
        for name, text in REPOSITORY.items():
            (made.space.folder / name).parent.mkdir(exist_ok=True)
            (made.space.folder / name).write_text(text, "ascii")
        yield made


def test_no_file_is_given_out(host: Host) -> None:
    """One file of each folder and each kind (in the thorough run all), by the address that it would
    have. Only what is in `static/` has one."""
    visitor = Visitor(host.address)
    for file in _files(host.space.folder):
        found = visitor.fetch(f"{host.address}/{file.as_posix()}")
        assert not _gives_out(found, host.space.folder / file), (file, found.status, found.headers)
    control = visitor.fetch(f"{host.address}/{STATIC}")
    assert control.status == 200
    assert control.body == (host.space.folder / STATIC).read_bytes()


def test_no_folder_is_listed(host: Host) -> None:
    """Neither ours nor those below it."""
    visitor = Visitor(host.address)
    for folder in (
        "",
        "/static",
        "/static/css",
        "/vendor",
        "/data",
        "/helpdesk",
        "/templates",
        "/.git",
    ):
        found = visitor.fetch(f"{host.address}{folder}/")
        assert b"Index of" not in found.body and b"Parent Directory" not in found.body, folder


def test_no_way_out_of_the_folder(host: Host) -> None:
    """Dots and encoded slashes lead to no file either."""
    visitor = Visitor(host.address)
    for path in (
        "static/../setup.cfg",
        "static/%2e%2e/data/config.json",
        "static/..%2fdata%2fconfig.json",
        "static/css/..%2f..%2f..%2fsetup.cfg",
        "static//../data/config.json",
        "index.cgi/../data/config.json",
    ):
        found = visitor.fetch(f"{host.address}/{path}")
        assert b"secret_key" not in found.body and b"[metadata]" not in found.body, path


def _files(folder: Path) -> list[Path]:
    """What lies there, apart from what may be given out."""
    every = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    # The cache comes and goes while the desk works.
    inside = [path for path in every if path.parts[0] != "static" and "cache" not in path.parts]
    if thorough():
        return inside
    kinds = {(path.parent.parts[:1], _kind(path)): path for path in inside}
    return sorted(kinds.values())


def _kind(path: Path) -> str:
    """Servers decide by the end of a name; below the program's folders one file stands for all."""
    return path.suffix if len(path.parts) == 1 or path.parts[0] == "data" else ""


def _gives_out(found: Noted, file: Path) -> bool:
    content = file.read_bytes()
    return found.status == 200 and bool(content) and content[:200] in found.body


@pytest.mark.parametrize("kind", [Cgi, FastCgi])
def test_rules_that_are_ignored(kind: type[Apache], release_zip: Path) -> None:
    """No address leads to the desk but that of the entry file, and there the wizard stops."""
    _refuses(kind, release_zip, "None", f"/index.{'f' if kind is FastCgi else ''}cgi")


def test_passenger_without_rules(release_zip: Path) -> None:
    """It serves every file that is there before it asks the program."""
    _refuses(Passenger, release_zip, "None", "")


def _refuses(kind: type[Apache], release: Path, overrides: str, entry: str) -> None:
    if reason := kind.missing():
        pytest.skip(reason)
    made = kind(release, outside=False, overrides=overrides)
    made.prefix += entry
    with made.running():
        owner = Owner(made)
        owner.begin()
        assert owner.check().endswith("/install/check"), owner.page()
        page = owner.browser.noted[-1].body.decode()
        assert "Your files can be downloaded" in page
        assert "/helpdesk/setup.cfg" in page and "/helpdesk/data-" in page
        assert not list(made.space.data.glob("setup-code*"))
        assert owner.browser.get(f"{made.address}/install/code")[2].endswith("/install/check")
