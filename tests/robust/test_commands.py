"""`check` and `migrate`: fit, older, newer, foreign, broken, away, not installed."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import db, paths
from helpdesk.db import database
from helpdesk.errors import Unavailable, UpdateNeeded
from helpdesk.schema import Outbox
from helpdesk.web.desk import Desk as WebDesk
from tests.cast import Desk
from tests.commands import run
from tests.crowd import run_together
from tests.robust.servers import Browser, Serving
from tests.servers.mariadb import MariaDB

STEPS = len(list(paths.MIGRATIONS.glob("[0-9]*.py")))
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
on_mariadb = pytest.mark.parametrize("engine", ["mariadb"])


def older() -> None:
    """As before the last script."""
    database.execute_sql("DROP TABLE hd_announcement")
    database.execute_sql("DELETE FROM hd_schema_migration WHERE name LIKE '%%_announcement'")


@pytest.fixture
def of_a_newer_release(desk: Desk) -> Iterator[None]:
    """Its tables know a script that this code doesn't have."""
    database.execute_sql(
        "INSERT INTO hd_schema_migration (name, applied) VALUES ('9000_x', '2030-01-01 00:00:00')"
    )
    yield
    with db.connection():
        database.execute_sql("DELETE FROM hd_schema_migration WHERE name = '9000_x'")


def test_fit(desk: Desk) -> None:
    code, said = run(desk.folder, "check")
    assert (code, said.splitlines()[-1]) == (0, "fit")
    assert f"tables: {STEPS} of" in said
    assert desk.address.url() in said and (desk.address.password or "?") not in said
    assert run(desk.folder, "migrate") == (0, "The tables are up to date.\n")


def test_older(desk: Desk, serve: Callable[..., Serving]) -> None:
    """Pages wait for the update, which the command makes; then they work without a restart."""
    older()
    desk.close()
    served = serve(desk.folder)
    cleo = Browser(served)
    assert cleo.get("/").is_clear and "is being updated" in cleo.get("/").text
    assert served.health()[1]["database"] == "UpdateNeeded"
    code, said = run(desk.folder, "check")
    assert code == 1 and "not fit: The tables are older than the program" in said
    code, said = run(desk.folder, "migrate")
    assert code == 0 and "migrations: 1 of 1" in said
    assert said.splitlines()[-1] == "The tables are up to date."
    assert cleo.submit().status == 303
    with db.connection():
        assert Outbox.select().count() == 2


@pytest.mark.usefixtures("of_a_newer_release")
def test_newer(desk: Desk) -> None:
    for command in ("check", "migrate"):
        code, said = run(desk.folder, command)
        assert code == 1 and "newer release" in said, command
    with pytest.raises(UpdateNeeded):
        WebDesk(desk.folder).check_tables()


def test_not_installed(tmp_path: Path) -> None:
    code, said = run(tmp_path, "check")
    assert code == 1 and "not installed yet" in said
    code, said = run(tmp_path, "migrate")
    assert code == 1 and "no configuration yet" in said
    assert list(tmp_path.iterdir()) == []


@on_sqlite
def test_foreign_broken_and_missing(desk: Desk) -> None:
    desk.close()
    file = desk.folder / "helpdesk.sqlite3"
    for rest in desk.folder.glob("helpdesk.sqlite3-*"):
        rest.unlink()
    whole = file.read_bytes()
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE cookbook (recipe TEXT)")
    other.close()
    assert_refused(desk.folder, "holds no desk")
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("cookbook",)]
    other.close()
    for rest in desk.folder.glob("helpdesk.sqlite3*"):
        rest.unlink()
    assert_refused(desk.folder, "file of the database is missing")
    assert not file.exists()
    file.write_bytes(b"garbage " * 1000)
    assert_refused(desk.folder, "file is not a database")
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    code, said = run(desk.folder, "check")
    assert code == 1 and "damaged" in said
    file.write_bytes(whole)
    assert run(desk.folder, "check")[0] == 0


@on_mariadb
def test_mariadb_away_or_closed_to_us(desk: Desk, mariadb: MariaDB) -> None:
    mariadb.run("ALTER USER helpdesk IDENTIFIED BY 'another'")
    try:
        assert_refused(desk.folder, "Access denied")
    finally:
        mariadb.run("ALTER USER helpdesk IDENTIFIED BY 'pässword-€1'")
    mariadb.stop()
    try:
        assert_refused(desk.folder, "Can't connect")
    finally:
        mariadb.start()
    assert run(desk.folder, "check")[0] == 0


def test_a_broken_configuration(desk: Desk) -> None:
    (desk.folder / "config.json").write_text("{")
    assert_refused(desk.folder, "configuration file can't be read")


def test_a_data_folder_without_room(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the temporary one would go: no folder, no writing."""
    from helpdesk.commands import check

    monkeypatch.setenv("HELPDESK_DATA", str(desk.folder / "gone"))
    with pytest.raises(Unavailable, match="can't be written to"):
        check._data_folder()


def test_eight_first_requests_at_once_share_one_database(desk: Desk) -> None:
    """The first ones of a process all find that the desk isn't open yet."""
    desk.close()
    database.initialize(None)
    app, seen = desk.app, []

    def first() -> int:
        from webtest import TestApp

        status = TestApp(app).get("/submit").status_int
        seen.append(id(database.obj))
        return int(status)

    assert run_together([first] * 8) == [200] * 8
    assert len(set(seen)) == 1
    db.use(desk.address)


def assert_refused(folder: Path, words: str) -> None:
    """Both commands end with 1 and say why."""
    for command in ("check", "migrate"):
        code, said = run(folder, command)
        assert code == 1 and words in said, (command, said)
