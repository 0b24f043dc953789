"""The database goes away or is broken: a clear page, nothing half-written, and on it goes."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk import db
from helpdesk.schema import Event, Message, Ticket
from tests.cast import PASSWORD, Desk
from tests.plugin_skips import thorough
from tests.robust.servers import Browser, Serving
from tests.servers.mariadb import MariaDB

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
on_mariadb = pytest.mark.parametrize("engine", ["mariadb"])
PAGES = ("/", "/submit", "/ticket", "/admin/login")
TEXT = "The rear wheel rubs, and this took an hour to write: Ж 🚲 <b>"
SHOWN = "this took an hour to write: Ж 🚲 &lt;b&gt;"


def test_all_is_well(served: Serving) -> None:
    assert served.health() == (
        200,
        {"status": "ok", "version": served.health()[1]["version"], "database": "ok", "data": "ok"},
    )
    cleo = Browser(served)
    answer = cleo.submit(message=TEXT)
    assert answer.status == 303
    assert cleo.get(answer.location).status == 200


@on_mariadb
@pytest.mark.parametrize("how", ["stop", "kill"])
def test_mariadb_goes_away_and_comes_back(
    desk: Desk, served: Serving, mariadb: MariaDB, how: str
) -> None:
    cleo, ben, eve = Browser(served), Browser(served), Browser(served)
    token, eves = cleo.token(), eve.token("/admin/login")
    sign_in = {"csrf": ben.token("/admin/login"), "email": "ben@example.com", "password": PASSWORD}
    assert ben.post("/admin/login", sign_in).status == 303
    getattr(mariadb, how)()
    try:
        for path in PAGES:
            assert cleo.get(path).is_clear, path
        assert ben.get("/admin/tickets").is_clear
        given_back = cleo.submit("A long story", message=TEXT, csrf=token)
        assert given_back.is_clear
        assert SHOWN in given_back.text and "A long story" in given_back.text
        again = eve.post("/admin/login", {**sign_in, "csrf": eves})
        assert again.is_clear and PASSWORD not in again.text
        status, parts = served.health()
        assert (status, parts["database"], parts["data"]) == (503, "Unavailable", "ok")
    finally:
        mariadb.start()
    # Sixteen requests, so that each of the server's eight threads has to find its way back.
    answers = [cleo.get("/submit").status for _ in range(16)]
    assert answers == [200] * 16
    assert ben.get("/admin/tickets").status == 200
    answer = cleo.submit("A long story", message=TEXT, csrf=token)
    assert answer.status == 303, "the same form works again"
    assert served.health()[0] == 200
    with db.connection():
        assert Ticket.select().count() == Message.select().count() == 1


@on_mariadb
def test_a_kept_connection_that_the_server_has_closed(
    desk: Desk, served: Serving, mariadb: MariaDB
) -> None:
    """Hosts close what is idle for a minute: nobody sees it."""
    cleo = Browser(served)
    for _ in range(16):
        cleo.get("/submit")
    ids = mariadb.run(
        f"SELECT id FROM information_schema.processlist WHERE db = '{desk.address.name}'"
    )
    assert ids
    for (number,) in ids:
        mariadb.run(f"KILL {number}")
    assert [cleo.get("/submit").status for _ in range(16)] == [200] * 16


@on_mariadb
def test_mariadb_refuses_or_has_lost_tables(desk: Desk, served: Serving, mariadb: MariaDB) -> None:
    cleo = Browser(served)
    assert cleo.get("/submit").status == 200
    name = desk.address.name
    mariadb.run(f"RENAME TABLE `{name}`.hd_status TO `{name}`.away")
    try:
        token = cleo.token()
        answer = cleo.submit(message=TEXT, csrf=token)
        assert answer.is_clear and "A part of the database is missing" in answer.text
        assert SHOWN in answer.text
    finally:
        mariadb.run(f"RENAME TABLE `{name}`.away TO `{name}`.hd_status")
    mariadb.run("SET GLOBAL read_only = ON")
    try:
        answer = cleo.submit(message=TEXT, csrf=token)
        assert answer.is_clear and SHOWN in answer.text
        assert cleo.get("/submit").status == 200
    finally:
        mariadb.run("SET GLOBAL read_only = OFF")
    assert cleo.submit(message=TEXT, csrf=token).status == 303
    with db.connection():
        assert Ticket.select().count() == Event.select().where(Event.ticket.is_null(False)).count()


def garbage(file: Path) -> None:
    file.write_bytes(b"This is no database at all. " * 5000)


def truncated(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(20_000)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def foreign(file: Path) -> None:
    other = file.with_name("foreign.sqlite3")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cookbook (recipe TEXT)")
    connection.close()
    file.write_bytes(other.read_bytes())


def removed(file: Path) -> None:
    file.unlink()


BROKEN = [garbage, truncated, emptied, foreign, removed]


@on_sqlite
@pytest.mark.parametrize("breaking", BROKEN)
def test_a_broken_sqlite_file_at_the_start(
    desk: Desk, serve: Callable[..., Serving], breaking: Callable[[Path], None]
) -> None:
    desk.close()
    db._close()
    file = desk.folder / "helpdesk.sqlite3"
    whole = file.with_name("whole")
    shutil.copy(file, whole)
    breaking(file)
    served = serve(desk.folder)
    cleo = Browser(served)
    for path in PAGES:
        assert cleo.get(path).is_clear, path
    assert served.health()[0] == 503
    assert cleo.get("/install/").status in (303, 403, 404), "the wizard isn't open to anybody"
    if breaking is removed:
        assert not file.exists(), "no new, empty desk in the old one's place"
    for rest in desk.folder.glob("helpdesk.sqlite3-*"):
        rest.unlink()
    shutil.copy(whole, file)
    assert cleo.submit(message=TEXT).status == 303
    assert served.health()[0] == 200


@on_sqlite
@pytest.mark.parametrize("breaking", BROKEN if thorough() else [garbage, truncated, removed])
def test_a_sqlite_file_that_breaks_under_way(
    desk: Desk, served: Serving, breaking: Callable[[Path], None]
) -> None:
    """Whatever happens to the file: no success is told that isn't one, and no page is a mess."""
    cleo = Browser(served)
    token = cleo.token()
    assert all(cleo.get("/submit").status == 200 for _ in range(16))
    file = desk.folder / "helpdesk.sqlite3"
    for rest in desk.folder.glob("helpdesk.sqlite3-*"):
        rest.unlink()
    breaking(file)
    answer = cleo.submit(message=TEXT, csrf=token)
    assert answer.is_clear and SHOWN in answer.text
    assert served.health()[0] == 503
    form = cleo.get("/submit")  # which may stand on what is in memory
    assert form.is_clear or form.status == 200


@on_sqlite
def test_a_sqlite_file_that_is_replaced_under_way(desk: Desk, served: Serving) -> None:
    """As `mv backup helpdesk.sqlite3` does. What the open file takes would be lost, so nothing is
    taken until the desk has been started again."""
    file = desk.folder / "helpdesk.sqlite3"
    cleo = Browser(served)
    token = cleo.token()
    shutil.copy(file, file.with_name("backup"))
    file.with_name("backup").replace(file)
    answer = cleo.submit(message=TEXT, csrf=token)
    assert answer.is_clear and SHOWN in answer.text and "restarted" in answer.text
    assert served.health()[0] == 503
    served.kill()
    for rest in desk.folder.glob("helpdesk.sqlite3-*"):
        rest.unlink()
    served.start()
    assert cleo.submit(message=TEXT, csrf=token).status == 303
