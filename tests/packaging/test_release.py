"""The release zip: what is in it, that it is the same each time, and that it runs by itself."""

import re
import sys
import zipfile
from pathlib import Path

import pytest

from helpdesk.db.mysql import Address
from tests.packaging import interpreters, places, release, smoke
from tests.plugin_skips import thorough
from tests.rules.tree import ROOT, project_files

MOST = 5_000_000  # bytes
FOUND = [version for version in interpreters.SUPPORTED if interpreters.find(version)]
# At small scale the oldest and the newest: what lies between has what both have.
WALKED = FOUND if thorough() else sorted({*FOUND[:1], *FOUND[-1:]})
RUN = {"admin", "helpdesk", "install", "static", "templates"}


@pytest.fixture(scope="module")
def names(release_zip: Path) -> set[str]:
    """The paths in the zip."""
    with zipfile.ZipFile(release_zip) as archive:
        return set(archive.namelist())


def test_one_small_folder(release_zip: Path, names: set[str]) -> None:
    """Everything lies in `helpdesk/`, and the whole is quickly uploaded."""
    assert {name.split("/")[0] for name in names} == {"helpdesk"}
    assert release_zip.stat().st_size <= MOST
    assert re.fullmatch(r"helpdesk-\d+\.\d+\.\d+\.zip", release_zip.name)


def test_all_that_runs_is_there(names: set[str]) -> None:
    """Every file of the program, and the entries; no translators' files, no tests."""
    wanted = {p for p in project_files() if p.parts[0] in RUN and p.suffix not in (".po", ".pot")}
    entries = ("index.cgi", "index.fcgi", "passenger_wsgi.py", "wsgi.py", ".htaccess", "run.py")
    assert not {f"helpdesk/{name}" for name in (*wanted, *entries)} - names
    tops = {name.split("/")[1] for name in names}
    assert not tops & {"tests", "bench", "release", ".git", ".ci", "data", ".venv"}
    assert not [n for n in names if n.endswith((".po", ".pot", ".pyc")) or "__pycache__" in n]


def test_libraries_are_pure_and_licensed(release_zip: Path, names: set[str]) -> None:
    """Each pinned library with its licence; nothing compiled; PyMySQL stands apart."""
    assert not [n for n in names if n.endswith((".so", ".pyd", ".dll", ".c"))]
    assert not [n for n in names if ".dist-info" in n]
    assert "helpdesk/vendor/mysql/pymysql/__init__.py" in names
    assert "helpdesk/vendor/pymysql/__init__.py" not in names
    with zipfile.ZipFile(release_zip) as archive:
        versions = archive.read("helpdesk/vendor/versions.txt").decode()
        terms = archive.read("helpdesk/vendor/LICENSES.txt").decode()
    pinned = {n: str(next(iter(r.specifier)).version) for n, r in places.pinned().items()}
    assert dict(line.split() for line in versions.splitlines()) == pinned
    for name, version in pinned.items():
        _, _, text = terms.partition(f"\n{name} {version}\n")
        own = text.split("=" * 80)[1]
        assert re.search(r"(?i)copyright|permission|licen[cs]e", own) and len(own) > 500, name


def test_modes_and_times(release_zip: Path) -> None:
    """Servers may start the entries, everybody may read; no file is from before 1990."""
    with zipfile.ZipFile(release_zip) as archive:
        entries = archive.infolist()
    modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in entries}
    executable = {name for name, mode in modes.items() if mode == 0o755}
    assert executable == {f"helpdesk/{n}" for n in ("index.cgi", "index.fcgi", "run.py")}
    assert {mode for name, mode in modes.items() if name not in executable} == {0o644}
    assert len({entry.date_time for entry in entries}) == 1 and entries[0].date_time[0] >= 2020


def test_packed_files_are_what_they_pack(release_zip: Path, names: set[str]) -> None:
    """A .gz beside each style sheet, script and drawing, with the same content."""
    import gzip

    packed = {n for n in names if n.startswith("helpdesk/static/") and n.endswith(".gz")}
    wanted = {n for n in names if re.match(r"helpdesk/static/.*\.(css|js|svg)$", n)}
    assert wanted and packed == {f"{name}.gz" for name in wanted}
    with zipfile.ZipFile(release_zip) as archive:
        for name in wanted:
            assert gzip.decompress(archive.read(f"{name}.gz")) == archive.read(name)


def test_the_same_bytes_twice(release_zip: Path, tmp_path: Path) -> None:
    """Whoever builds it again gets what was published; the command writes the wheel beside it."""
    command = [sys.executable, "-m", "release", "--out", str(tmp_path / "again")]
    said = smoke.run(command, cwd=ROOT, env=smoke.clean_environment()).splitlines()
    made = [Path(line) for line in said if line.startswith(str(tmp_path))]
    assert [path.suffix for path in made] == [".zip", ".whl"]
    assert made[0].name == release_zip.name
    assert made[0].read_bytes() == release_zip.read_bytes()


def test_what_git_ignores_stays_out(tmp_path: Path) -> None:
    """A desk that was tried out in the tree, its secrets and compiled files, never get in."""
    tree = places.copy_of_the_tree(tmp_path / "tree")
    git = ["git", "-c", "user.name=Anna", "-c", "user.email=anna@desk.example"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All of it"]):
        smoke.run([*git, *words], cwd=tree)
    for name in ("data/config.json", "helpdesk/x.pyc", "static/.DS_Store", "notes.txt"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text("secret", "utf-8")
    code = "from pathlib import Path; from release import archive, folder; "
    code += f"archive.write_zip(Path({str(tmp_path)!r}), folder.content())"
    smoke.run([sys.executable, "-c", code], cwd=tree)
    (made,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        assert not [n for n in names if n.endswith(("config.json", ".pyc", "_Store", "notes.txt"))]
        assert archive.testzip() is None


@pytest.mark.parametrize("version", WALKED)
def test_walk(version: str, release_zip: Path, tmp_path: Path) -> None:
    """On each Python, without anything installed."""
    python = interpreters.find(version) or ""
    folder = release.unpacked(release_zip, tmp_path / "public_html")
    data, address = tmp_path / "data", f"http://127.0.0.1:{(port := smoke.free_port())}"
    command = release.command(python, folder)
    where = {"cwd": tmp_path, "env": smoke.clean_environment()}
    smoke.install(command, data, address, **where)
    serve = [*command, "serve", "--port", str(port), "--data", str(data)]
    with smoke.serving(serve, address, tmp_path / "log", **where):
        smoke.walk(address)
        smoke.look_everywhere(address, release.pages())


def test_mysql_comes_onto_the_path_only_where_it_is_meant(
    release_zip: Path, tmp_path: Path, mariadb_database: Address
) -> None:
    """On SQLite the driver is never loaded; on MariaDB it is found, and stores what is binary."""
    folder = release.unpacked(release_zip, tmp_path / "public_html")
    at = mariadb_database
    url = f"mysql://{at.user}:{at.password}@{at.host}:{at.port}/{at.name}?socket={at.socket}"
    command = release.command(sys.executable, folder)
    where = {"cwd": tmp_path, "env": smoke.clean_environment()}
    smoke.install(command, tmp_path / "data", "http://desk.example", database=url, **where)
    smoke.run([*command, "demo", "--tickets", "20", "--data", str(tmp_path / "data")], **where)
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); import helpdesk.app, peewee; "
    code += "print('pymysql' in sys.modules, peewee.mysql)"
    assert smoke.run([sys.executable, "-I", "-S", "-c", code]).strip() == "False None"
