"""Writes: all or nothing, durable, and run again when two meet."""

import sqlite3
import subprocess
import sys
from functools import partial
from typing import Any

import peewee
import pytest

from helpdesk import db
from helpdesk.clock import now
from helpdesk.db import database, retrying
from helpdesk.db.retrying import TRIES
from helpdesk.schema import Message, Team, Throttle, Ticket
from helpdesk.tickets import order
from tests.asking import form_to
from tests.cast import Desk
from tests.crowd import Meeting, in_thread, rival, run_together
from tests.servers.mariadb import MariaDB

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
on_mariadb = pytest.mark.parametrize("engine", ["mariadb"])


class Wrong(Exception):
    pass


def names() -> list[str]:
    return [team.name for team in Team.select().order_by(Team.name)]


def test_all_of_it_or_nothing(desk: Desk) -> None:
    with pytest.raises(Wrong), db.transaction():
        Team.create(name="one")
        raise Wrong
    with db.transaction():
        Team.create(name="two")
        with pytest.raises(Wrong), db.transaction():
            Team.create(name="three")
            raise Wrong
        Team.create(name="four")
    assert names() == ["four", "two"]


def test_upsert(desk: Desk) -> None:
    for hits in (1, 2):
        db.upsert(Throttle, {"key": "k"}, {"hits": hits, "ends": now()})
    assert [row.hits for row in Throttle.select()] == [2]


@on_sqlite
def test_sqlite_is_durable_and_begins_at_once(desk: Desk) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    found = [database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert found == ["wal", 2, 1, db.SQLITE_WAIT * 1000]
    said: list[str] = []
    connection: sqlite3.Connection = database.connection()
    connection.set_trace_callback(said.append)
    with db.transaction():
        Team.create(name="one")
    connection.set_trace_callback(None)
    assert said[0] == "BEGIN IMMEDIATE" and said[-1] == "COMMIT"


@on_sqlite
def test_a_second_writer_waits_and_both_are_stored(desk: Desk) -> None:
    """Both read first; deferred transactions would end here with "database is locked"."""

    def add() -> None:
        with db.connection(), db.transaction():
            Team.create(name=f"team {len(names())}")

    run_together([add] * 6)
    assert len(names()) == 6


def test_what_is_committed_outlives_the_process(desk: Desk) -> None:
    """A process commits, says so, and is killed before it can close anything."""
    code = (
        "import os, signal, pathlib\n"
        "from helpdesk import config, db\n"
        "from helpdesk.schema import Team\n"
        f"db.use(config.load(pathlib.Path({str(desk.folder)!r})).database)\n"
        "with db.connection():\n"
        "    with db.transaction():\n"
        "        Team.create(name='kept')\n"
        "    db.database.begin()\n"
        "    Team.create(name='lost')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -9
    assert names() == ["kept"]


@on_mariadb
def test_mariadb_itself_is_killed_after_the_commit(desk: Desk, mariadb: MariaDB) -> None:
    with db.transaction():
        Team.create(name="kept")
    mariadb.kill()
    mariadb.start()
    db._close()
    db._open()
    assert names() == ["kept"]


@on_mariadb
@pytest.mark.parametrize("nested", [False, True])
def test_a_real_deadlock_runs_the_whole_request_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, nested: bool
) -> None:
    """Two notes on two tickets, each reaching for the other's row while it holds its own."""
    first, second = desk.ticket("first"), desk.ticket("second")
    meet, codes, real = Meeting(2), watched_codes(monkeypatch), order.advance

    def crossing(ticket: Ticket, **changes: Any) -> int:
        position = real(ticket, **changes)
        meet.once_each()
        other = second.id if ticket.id == first.id else first.id
        reach = Ticket.update(snippet="reached").where(Ticket.id == other)
        if nested:
            with db.transaction():
                reach.execute()
        else:
            reach.execute()
        return position

    monkeypatch.setattr("helpdesk.tickets.replying.advance", crossing)
    answers = run_together([partial(note, desk, ticket) for ticket in (first, second)])
    assert [answer.status_int for answer in answers] == [303, 303]
    assert 1213 in codes
    for ticket in (first, second):
        fresh = Ticket.get_by_id(ticket.id)
        texts = Message.select().where(Message.ticket == ticket.id).count()
        assert (fresh.notes, fresh.last_position, texts) == (1, 2, 2)


@on_mariadb
@pytest.mark.parametrize("code", [1020, 1205, 1213])
def test_tries_end(desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    ticket, calls = desk.ticket(), []

    def always(*_args: Any, **_named: Any) -> int:
        calls.append(1)
        raise peewee.OperationalError(code, "try restarting transaction")

    monkeypatch.setattr("helpdesk.tickets.replying.advance", always)
    answer = note(desk, ticket, "Kept although it was not stored.")
    assert (answer.status_int, len(calls)) == (503, TRIES)
    assert answer.headers["Retry-After"]
    assert "Kept although it was not stored." in answer.text
    assert Message.select().count() == 1


@on_mariadb
def test_a_lock_that_is_held_too_long(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """1205: given up, and stored by the next try, when the other one has let go."""
    ticket, codes = desk.ticket(), watched_codes(monkeypatch)
    in_every_session(monkeypatch, "innodb_lock_wait_timeout = 1")
    real = retrying.is_deadlock
    with rival(desk.address) as other:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT id FROM hd_ticket WHERE id = {ticket.id} FOR UPDATE")

        def let_go(error: BaseException) -> bool:
            other.rollback()
            return real(error)

        monkeypatch.setattr(retrying, "is_deadlock", let_go)
        answer = in_thread(lambda: note(desk, ticket))
    assert answer.status_int == 303
    assert codes == [1205]
    assert Message.select().where(Message.is_note).count() == 1


@on_mariadb
def test_a_row_that_is_newer_than_the_snapshot(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """MariaDB from 11.6 on refuses (1020) what older ones let pass; here it is asked to."""
    ticket, codes = desk.ticket(), watched_codes(monkeypatch)
    in_every_session(monkeypatch, "innodb_snapshot_isolation = ON")
    real = order.advance
    interfered: list[None] = []

    def later(ticket: Ticket, **changes: Any) -> int:
        if not interfered:
            interfered.append(in_thread(lambda: touch(ticket)))
        return real(ticket, **changes)

    monkeypatch.setattr("helpdesk.tickets.replying.advance", later)
    answer = in_thread(lambda: note(desk, ticket))
    assert answer.status_int == 303
    assert codes == [1020]
    fresh = Ticket.get_by_id(ticket.id)
    assert (fresh.snippet, fresh.notes, fresh.last_position) == ("touched", 1, 2)


def test_two_replies_at_once_get_two_positions(desk: Desk) -> None:
    ticket = desk.ticket()
    run_together([lambda: note(desk, ticket) for _ in range(4)])
    found = Message.select().where(Message.ticket == ticket.id).order_by(Message.position)
    assert [message.position for message in found] == [1, 2, 3, 4, 5]
    assert Ticket.get_by_id(ticket.id).notes == 4


def note(desk: Desk, ticket: Ticket, text: str = "A note.") -> Any:
    """Anna writes a note, through the whole pipeline."""
    page = desk.signed_in().get(f"/admin/tickets/{ticket.id}?mode=note")
    form = form_to(page, "/note")
    form["message"] = text
    return form.submit(expect_errors=True)


def touch(ticket: Ticket) -> None:
    """Change the row in a transaction of one's own."""
    with db.connection():
        Ticket.update(snippet="touched").where(Ticket.id == ticket.id).execute()


def watched_codes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The server's codes of the errors after which a request may be run again."""
    codes: list[int] = []
    real = retrying.is_deadlock

    def watched(error: BaseException) -> bool:
        again = real(error)
        if again and error.args[0] not in codes:
            codes.append(error.args[0])
        return again

    monkeypatch.setattr(retrying, "is_deadlock", watched)
    return codes


def in_every_session(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """Add a setting to what new connections begin with."""
    parameters = database.obj.connect_params
    command = f"{parameters['init_command']}, {setting}"
    monkeypatch.setitem(parameters, "init_command", command)
