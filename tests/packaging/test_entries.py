"""The entry files of a release: what a visitor sees when the folder or the Python isn't right."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import entry, integrity, paths, plain, restart
from helpdesk.version import __version__
from tests.packaging import interpreters, release, smoke
from tests.rules.tree import ROOT, text

ENTRIES = ("index.cgi", "index.fcgi", "wsgi.py", "passenger_wsgi.py")
EARLY = (*ENTRIES, "helpdesk/__init__.py", "helpdesk/entry.py", "helpdesk/plain.py")
# What a CGI server says of a request to /helpdesk/install/.
ASKED = {
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "/helpdesk/index.cgi",
    "PATH_INFO": "/install/",
    "REQUEST_URI": "/helpdesk/install/",
    "SERVER_NAME": "desk.example",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "GATEWAY_INTERFACE": "CGI/1.1",
}


@pytest.fixture
def folder(release_zip: Path, tmp_path: Path) -> Path:
    """A release to spoil."""
    return release.unpacked(release_zip, tmp_path / "public_html")


@pytest.fixture
def changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same, and this process's own integrity check looks at it."""
    monkeypatch.setattr(integrity, "ROOT", str(folder))
    yield folder


def test_a_whole_folder_leads_to_the_wizard(folder: Path) -> None:
    """By CGI, on a Python that has nothing installed."""
    status, page = _ask(folder)
    assert status == 200 and "/helpdesk/install/" in page and "not arrived whole" not in page


def test_a_half_upload_is_listed(folder: Path) -> None:
    """While nothing is installed; the first twenty files and how many more."""
    (folder / "install" / "tables.py").unlink()
    (folder / "templates" / "install" / "welcome.html").write_bytes(b"")
    status, page = _ask(folder)
    assert status == 503 and "2 files of the help desk are" in page
    assert re.search(r"install/tables\.py</code> <span class=soft>missing", page)
    assert re.search(r"install/welcome\.html</code> <span class=soft>not as it was sent", page)
    tables = sorted((folder / "helpdesk" / "migrations").glob("0*.py"))
    for path in tables:
        path.unlink()
    status, page = _ask(folder)
    assert page.count("<li><code>") == plain.SHOWN
    assert f"and {len(tables) + 2 - plain.SHOWN} more" in page


@pytest.mark.parametrize("name", ["vendor/bottle.py", "helpdesk/web/gateway.py", "helpdesk/app.py"])
def test_what_can_not_be_imported_is_named(folder: Path, name: str) -> None:
    """Also where a desk is installed: then only what fails is looked into."""
    data = folder.parent / "data"
    data.mkdir()
    (data / "config.json").write_text("{}", "utf-8")
    (folder / name).unlink()
    (folder / "README.md").unlink()
    status, page = _ask(folder, HELPDESK_DATA=str(data))
    assert status == 503 and name in page and "README.md" in page


@pytest.mark.parametrize(
    "name", ["helpdesk/entry.py", "helpdesk/plain.py", "helpdesk/integrity.py"]
)
def test_even_the_first_parts_may_be_missing(folder: Path, name: str) -> None:
    """Then there are a few plain words in place of a page, never the server's own error."""
    (folder / name).unlink()
    status, page = _ask(folder)
    assert status == 503 and "has not arrived whole" in page
    assert Path(name).stem in page


def test_an_installed_desk_is_not_looked_through(folder: Path) -> None:
    """A missing picture of the manual keeps nobody from working."""
    data, address = folder.parent / "data", "http://desk.example/helpdesk"
    command = release.command(sys.executable, folder)
    smoke.install(command, data, address, cwd=folder.parent, env=smoke.clean_environment())
    (folder / "README.md").unlink()
    asked = {"PATH_INFO": "/", "REQUEST_URI": "/helpdesk/", "HELPDESK_DATA": str(data)}
    status, page = _ask(folder, **asked)
    assert status == 200 and "/helpdesk/submit" in page


def test_kinds_of_problems(changed: Path) -> None:
    """Sizes are enough to notice text mode; a changed letter needs the full look."""
    assert integrity.problems() == integrity.problems(full=True) == []
    script = changed / "static" / "js" / "menu.js"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    licence = changed / "LICENSE"
    licence.write_bytes(licence.read_bytes().replace(b"MIT", b"TIM"))
    (changed / "wsgi.py").unlink()
    found = {(p.path, p.kind) for p in integrity.problems()}
    assert found == {("static/js/menu.js", "damaged"), ("wsgi.py", "missing")}
    found |= {("LICENSE", "damaged")}
    assert {(p.path, p.kind) for p in integrity.problems(full=True)} == found


def test_what_people_change_counts_as_whole(changed: Path) -> None:
    """Another Python in the first line, another kind of entry: both are asked for by our own page
    and by `.htaccess`."""
    for name in ("index.cgi", ".htaccess"):
        with (changed / name).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
    assert integrity.problems(full=True) == []


def test_files_of_somebody_else(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be read is told apart, for it needs other help."""
    own, theirs = os.access, str(changed / "LICENSE")
    monkeypatch.setattr(os, "access", lambda path, mode: path != theirs and own(path, mode))
    assert integrity.problems() == [integrity.Problem("LICENSE", "unreadable")]
    page = plain.incomplete([("LICENSE", "unreadable")]).body.decode()
    assert "<code>644</code>" in page and "binary" not in page


def test_without_its_list(changed: Path) -> None:
    """The list itself may be what is missing or cut off."""
    listed = (changed / integrity.LIST).read_bytes()
    within = listed.index(b"helpdesk/app.py") + 3  # in the middle of a name
    for end in (within, listed.index(b"\n", within) + 1, 0):  # and behind a whole line
        (changed / integrity.LIST).write_bytes(listed[:end])
        assert integrity.Problem("checksums.txt", "damaged") in integrity.problems()
    (changed / integrity.LIST).unlink()
    assert integrity.problems() == [integrity.Problem("checksums.txt", "missing")]


def test_the_tree_has_no_list() -> None:
    """Outside of a release there is nothing to compare with."""
    assert not integrity.is_release() and integrity.problems(full=True) == []


def test_a_process_that_lives_on_notices_the_rest(
    changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passenger doesn't have to be restarted when the missing file has come."""
    monkeypatch.setenv("HELPDESK_DATA", str(changed.parent / "none"))
    away = (changed / "README.md").rename(changed.parent / "README.md")
    app, told = entry.Entry(), []

    def start(status: str, headers: object, error: object = None) -> None:
        told.append(status[:3])

    assert b"README.md" in b"".join(app(_environ(), start))
    away.rename(changed / "README.md")
    assert b"README.md" not in b"".join(app(_environ(), start))
    assert told == ["503", "200"]


def test_a_process_that_lives_on_makes_room_for_a_new_program(
    changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When one of the watched files is a new one, or an update asks for it; Passenger is told."""
    data = changed.parent / "data"
    data.mkdir()
    monkeypatch.setenv("HELPDESK_DATA", str(data))
    monkeypatch.setattr(paths, "ROOT", changed)
    app = entry.Entry()
    passenger = {**_environ(), "passenger.hijack": None}
    outdated = []
    for number in range(4):
        if number == 3:
            restart.ask(data)
        app(dict(passenger), lambda *told: None)
        outdated.append(app.is_outdated)
    assert outdated == [False, False, False, True]
    assert (changed / restart.PASSENGERS).exists()
    before = restart.state(data)
    assert None not in before
    (changed / "wsgi.py").touch()
    assert restart.state(data) != before


def test_the_module_that_old_passengers_miss() -> None:
    """Passenger up to 6.0.18 asks Python for `imp`, which 3.12 has no more."""
    code = "import imp; print(imp.__file__, imp.load_source('passenger_wsgi', 'passenger_wsgi.py'))"
    environ = smoke.clean_environment(PYTHONPATH=str(ROOT / "docs" / "passenger"))
    said = smoke.run([sys.executable, "-c", code], cwd=ROOT, env=environ)
    assert said.startswith(str(ROOT / "docs" / "passenger")) and "passenger_wsgi" in said


def test_what_only_the_log_can_tell(
    changed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The visitor gets a number, the log the number and the traceback."""
    monkeypatch.setenv("HELPDESK_DATA", str(tmp_path))

    def fails(**how: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("helpdesk.app.create_app", fails)
    page = b"".join(entry.Entry()(_environ(), lambda status, headers: None)).decode()
    number = re.search(r"<b>([0-9A-F]{4}-[0-9A-F]{2})</b>", page)
    log = (tmp_path / "log" / "helpdesk.log").read_text("utf-8")
    assert number and number[1] in log and "the disk is on fire" in log
    assert "fire" not in page and "Traceback" not in page


def test_line_ends_and_first_lines() -> None:
    """A server starts what begins with this, and ends its lines with LF."""
    for name in ENTRIES:
        assert b"\r" not in (ROOT / name).read_bytes()
    for name in ("index.cgi", "index.fcgi"):
        assert text(ROOT / name).startswith("#!/usr/bin/env python3\n")
        assert os.access(ROOT / name, os.X_OK)


def test_old_pythons_are_told(folder: Path) -> None:
    """As many old ones as this machine has; the wizard's least and the page's are one."""
    from helpdesk.installation.server_check import LEAST_PYTHON

    assert plain.LEAST == LEAST_PYTHON
    for version in interpreters.TOO_OLD:
        if python := interpreters.find(version):
            status, page = _ask(folder, python=python)
            assert status == 503 and f"with Python {version}." in page, page
            said = "import sys; sys.path.insert(0, '.'); import {} as w; "
            said += "print(b''.join(w.application({{}}, lambda s, h: None)))"
            for module in ("wsgi", "passenger_wsgi"):
                command = [python, "-c", said.format(module)]
                done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
                assert f"with Python {version}." in done.stdout.decode()


def test_old_pythons_can_read_the_entries() -> None:
    """No syntax of their future, as far as today's Python can judge."""
    import ast

    for name in EARLY:
        ast.parse(text(ROOT / name), feature_version=(3, 4))
        assert not re.search(r"\bf[\"']|def .*->", text(ROOT / name)), name


def test_the_release_knows_its_libraries(folder: Path) -> None:
    """The status page names them without asking an installer's records."""
    code = "import sys; sys.path.insert(0, '.'); from helpdesk import vendored, version; "
    code += "print(version.__version__, vendored.libraries()['bottle'])"
    done = smoke.run([sys.executable, "-I", "-S", "-c", code], cwd=folder)
    assert re.fullmatch(rf"{re.escape(__version__)} 0\.13\.\d+\n", done)


def test_what_stays_in_the_source_tree_is_said(folder: Path) -> None:
    """The bench doesn't ship."""
    command = [*release.command(sys.executable, folder), "bench"]
    done = subprocess.run(command, env=smoke.clean_environment(), capture_output=True, check=False)
    assert done.returncode == 1 and b"source tree" in done.stderr


def _ask(folder: Path, python: str = sys.executable, **more: str) -> tuple[int, str]:
    """One request by CGI; the status and the page. Nothing may be said on standard error."""
    environ = {**smoke.clean_environment(), **ASKED, **more}
    command = [python, *(() if python != sys.executable else ("-I", "-S")), "index.cgi"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    assert not done.stderr, done.stderr.decode()
    head, _, body = done.stdout.decode().partition("\r\n\r\n")
    assert head.startswith("Status: ") and "Traceback" not in body
    return int(head[8:11]), body


def _environ() -> dict[str, object]:
    from wsgiref.util import setup_testing_defaults

    environ: dict[str, object] = {"PATH_INFO": "/install/"}
    setup_testing_defaults(environ)
    return environ
