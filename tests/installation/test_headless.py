"""The whole installation by one call or command, on both engines."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from helpdesk import config, db, security, settings
from helpdesk.db.mysql import Address
from helpdesk.db.refused import Refused
from helpdesk.errors import Invalid
from helpdesk.installation import headless, state
from helpdesk.schema import Category, Priority, Role, Staff, Status
from tests.rules.tree import ROOT

PASSWORD = "correct horse battery"
ABOUT: dict[str, str] = {
    "url": "https://example.com/helpdesk",
    "title": "Harbour Lane Cycles",
    "language": "en",
    "timezone": "Europe/Madrid",
    "admin_name": "Anna Lindgren",
    "admin_email": "anna@example.com",
    "admin_password": PASSWORD,
}


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'helpdesk.sqlite3'}"
    return _url(request.getfixturevalue("mariadb_database"))


def test_a_desk_from_nothing(tmp_path: Path, url: str) -> None:
    """Configuration, first rows, and nothing left over."""
    folder = tmp_path / "data"
    made = headless.install(folder, url, **ABOUT)
    assert config.load(folder) == made
    with db.connection():
        (anna,) = Staff.select()
        assert anna.email == "anna@example.com"
        assert security.verify_password(PASSWORD, anna.password)
        counts = [table.select().count() for table in (Role, Status, Priority, Category)]
        settings.forget()
        assert settings.get("site.url") == ABOUT["url"]
    assert counts == [2, 5, 4, 1]
    assert not (folder / state.NAME).exists() and not (folder / state.DRAFT).exists()


def test_once_only(tmp_path: Path, url: str) -> None:
    """A second call changes nothing and says so."""
    folder = tmp_path / "data"
    headless.install(folder, url, **ABOUT)
    before = (folder / "config.json").read_bytes()
    with pytest.raises(state.AlreadyInstalled, match="set up already"):
        headless.install(folder, url, **{**ABOUT, "title": "Another"})
    assert (folder / "config.json").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"url": "nowhere"}, "url"),
        ({"language": "tlh"}, "language"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"admin_name": ""}, "name"),
        ({"admin_email": "anna"}, "email"),
        ({"admin_password": "short"}, "password"),
        ({"database_url": "postgres://x"}, "database"),
        ({"database_url": "sqlite:///"}, "database"),
    ],
)
def test_wrong_answers(tmp_path: Path, change: dict[str, str], field: str) -> None:
    """The same messages as in the wizard, per field; nothing is installed."""
    wanted = {"database_url": "", **ABOUT, **change}
    with pytest.raises(Invalid) as wrong:
        headless.install(tmp_path / "data", **wanted)
    assert set(wrong.value.errors) == {field}
    assert not config.exists(tmp_path / "data")


def test_refused_by_the_server(tmp_path: Path, mariadb_database: Address) -> None:
    """With the wizard's words."""
    url = _url(mariadb_database).replace("helpdesk:", "nobody:", 1)
    with pytest.raises(Refused, match="knows no user"):
        headless.install(tmp_path / "data", url, **ABOUT)


def test_foreign_tables_are_refused(tmp_path: Path, url: str) -> None:
    """Another desk's; and what was there stays as it is."""
    headless.install(tmp_path / "data", url, **ABOUT)
    with pytest.raises(Refused) as refused:
        headless.install(tmp_path / "two", url, **ABOUT)
    assert refused.value.reason == "prefix_taken"
    with db.connection():
        assert Staff.select().count() == 1


@pytest.mark.parametrize("after", [0.6, 0.8, 1.0, 1.2])
def test_killed_in_the_middle(tmp_path: Path, url: str, after: float) -> None:
    """`kill -9` at any moment; the second run goes on and ends well."""
    command = _command(tmp_path, url)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = _run(command)
    finished = process.returncode == 0 or "set up already" in again.stdout
    assert again.returncode == 0 or finished, again.stdout
    _is_whole(tmp_path / "data")


@pytest.mark.parametrize("script", [1, 7, 18, 28])
def test_killed_at_a_script(tmp_path: Path, url: str, script: int) -> None:
    """`kill -9` right after the tables of a script, before it is noted as done."""
    killer = (
        "import os, signal, runpy, sys\n"
        "from helpdesk import migrations\n"
        "real, calls = migrations.create, []\n"
        "def create(*arguments):\n"
        "    real(*arguments); calls.append(1)\n"
        f"    if len(calls) == {script}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "migrations.create = create\n"
        "sys.argv[1:] = sys.argv[2:]\n"
        "runpy.run_module('helpdesk', run_name='__main__')\n"
    )
    command = _command(tmp_path, url)
    killed = _run([command[0], "-c", killer, "-", *command[3:]])
    assert killed.returncode == -signal.SIGKILL, killed.stdout
    assert not config.exists(tmp_path / "data")
    again = _run(command)
    assert again.returncode == 0, again.stdout
    _is_whole(tmp_path / "data")


def test_killed_before_it_was_official(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows are there; what was changed in the answers since then counts."""
    folder = tmp_path / "data"

    def cut(made: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(config, "create", cut)
        with pytest.raises(KeyboardInterrupt):
            headless.install(folder, url, **ABOUT)
    headless.install(folder, url, **{**ABOUT, "admin_email": "olga@example.com"})
    _is_whole(folder, "olga@example.com")


def test_a_killed_look_at_the_rights(tmp_path: Path, mariadb_database: Address) -> None:
    """Its test table is no foreign desk, and it is removed."""
    address = config.Database.from_url(_url(mariadb_database))
    opened = db.make(address)
    with opened.connection_context():
        opened.execute_sql("CREATE TABLE hd_rights_probe_0a1b2c3d (id INT)")
    headless.install(tmp_path / "data", _url(mariadb_database), **ABOUT)
    with db.connection():
        assert not [name for name in db.database.get_tables() if "probe" in name]


def test_two_commands_at_once(tmp_path: Path, url: str) -> None:
    """Exactly one wins, the other says so; one configuration and one administrator."""
    command = _command(tmp_path, url)
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(command, cwd=ROOT, **pipes) for _number in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], said
    _is_whole(tmp_path / "data")


def _is_whole(folder: Path, email: str = "anna@example.com") -> None:
    from helpdesk import migrations

    db.use(config.load(folder).database)
    with db.connection():
        assert migrations.progress().finished
        assert [row.email for row in Staff.select()] == [email]
        assert Status.select().count() == 5
        assert not [name for name in db.database.get_tables() if name.endswith("installing")]
    assert not (folder / state.NAME).exists()
    db.database.close()


def _command(tmp_path: Path, url: str) -> list[str]:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    about = {k.replace("_", "-"): v for k, v in ABOUT.items() if k != "admin_password"}
    options = [part for name, value in about.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-m", "helpdesk", "install", "--data", str(tmp_path / "data")]
    return [*command, "--database", url, "--admin-password-file", str(secret), *options]


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def _url(address: Address) -> str:
    found = config.Database(
        "mysql",
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        name=address.name,
    )
    return found.url(with_password=True)
