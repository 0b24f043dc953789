"""From an archive to tables that hold the same, on either engine."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpdesk import attachments, db, settings, tickets
from helpdesk.backup import restoring, switching, tables
from helpdesk.config import Database
from helpdesk.events import Actor
from helpdesk.schema import FileChunk, FileContent, Job, Outbox, Ticket
from tests.backup.fixtures import alone
from tests.backup.helpers import backup, restored, rows
from tests.cast import Desk

pytestmark = pytest.mark.usefixtures("alone")
__all__ = ["alone"]
CHANGED = {"job", "outbox"}  # see `finishing`


def filled(desk: Desk) -> None:
    """A bit of everything."""
    kept = attachments.store().keep(io.BytesIO(b"wheel" * 1000), "wheel.txt")
    first = desk.ticket("Rear wheel \U0001f6b2", text="Ünïcödé\n" * 50, files=(kept,))
    for number in range(20):
        desk.ticket(f"Number {number}", email=f"c{number}@example.com")
    with db.transaction():
        tickets.reply(
            first, actor=Actor("staff", "panel", staff=desk.anna.id), author="Anna", text="Hm"
        )


@pytest.fixture(params=["same engine", "other engine"])
def into(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Database:
    """Where to: beside the desk, or on the engine that it isn't on."""
    if request.param == "same engine":
        return switching.place(desk.folder, desk.address)
    if desk.address.engine == "mysql":
        return Database("sqlite", path=str(tmp_path / "other.sqlite3"))
    server = request.getfixturevalue("mariadb")
    found = server.address(server.create_database())
    return Database(
        "mysql",
        **{n: getattr(found, n) for n in ("host", "port", "socket", "user", "password", "name")},
    )


def test_everything_comes_back(desk: Desk, into: Database, tmp_path: Path) -> None:
    """Table by table, row by row, and a table that numbers on from where it was."""
    filled(desk)
    last = desk.ticket("Deleted").id
    before = rows()
    archive = backup(desk.folder, tmp_path / "a.tar")
    restored(tmp_path, archive, into, seconds=0.5)
    with db.elsewhere(into):
        after = rows()
    assert after.keys() == before.keys()
    for name in before.keys() - CHANGED:
        assert after[name] == before[name], name
    stored = attachments.Store(tmp_path).path(
        attachments.Store(desk.folder).disk.names().__next__()
    )
    assert stored.read_bytes() == b"wheel" * 1000
    _works(desk, into, last)


def _works(desk: Desk, into: Database, last: int) -> None:
    db.database.close()
    db.use(into)
    with db.connection():
        assert Job.select().where(Job.name == "search.rebuild").count() == 1
        assert not Outbox.select().where(Outbox.state == "waiting").exists()
        assert desk.ticket("After").id > last
    db.database.close()
    db.use(desk.address)


def test_a_number_is_not_given_out_again(desk: Desk, into: Database, tmp_path: Path) -> None:
    """Even that of the last ticket, if it was deleted."""
    number = desk.ticket().id
    with db.transaction():
        for name in ("message", "event", "mail_id", "outbox", "participant", "search_document"):
            db.database.execute_sql(f"DELETE FROM {db.prefix()}{name}")
        Ticket.delete().execute()
    restored(tmp_path, backup(desk.folder, tmp_path / "a.tar"), into)
    _works(desk, into, number)


def test_what_waited_to_be_sent_goes_on_waiting_after_an_update_undone(
    desk: Desk, tmp_path: Path
) -> None:
    """While a backup of yesterday must not send yesterday's mail again."""
    filled(desk)
    waiting = Outbox.select().where(Outbox.state == "waiting").count()
    assert waiting
    into = switching.place(desk.folder, desk.address)
    restored(tmp_path, backup(desk.folder, tmp_path / "a.tar"), into, as_it_was=True)
    with db.elsewhere(into) as database:
        found = database.execute_sql(
            f"SELECT COUNT(*) FROM {into.prefix}outbox WHERE state = 'waiting'"
        )
        assert found.fetchone()[0] == waiting


@pytest.mark.parametrize("place", ["disk", "database"])
def test_files_that_no_backup_holds(desk: Desk, tmp_path: Path, place: str) -> None:
    """In place they are there afterwards, also without the old tables; elsewhere they are missing,
    and so is one whose bytes are broken."""
    settings.change({"files.store": place})
    store = attachments.store()
    kept, broken = (store.keep(io.BytesIO(b * 300_000), "a.txt") for b in (b"whole", b"broken"))
    unused = store.keep(io.BytesIO(b"unused"), "b.txt")
    desk.ticket("Wheel", files=(kept, broken))
    archive = backup(desk.folder, tmp_path / "a.tar", with_files=False)
    if place == "database":
        content = FileContent.get(FileContent.name == broken.sha256).id
        FileChunk.delete().where(
            (FileChunk.content == content) & (FileChunk.position == 1)
        ).execute()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    into = switching.place(desk.folder, desk.address)
    restored(elsewhere, archive, into)
    assert attachments.Store(elsewhere).disk.size(kept.sha256) is None
    switching.remove(desk.folder, into)
    restored(desk.folder, archive, into, seconds=0, old=desk.address)
    assert store.disk.path(kept.sha256).read_bytes() == b"whole" * 300_000
    if place == "database":
        assert store.disk.size(broken.sha256) is store.disk.size(unused.sha256) is None


def test_tables_from_before_that_cannot_be_read(desk: Desk, tmp_path: Path) -> None:
    """Whoever restores because of that gets the desk all the same."""
    (tmp_path / "old.sqlite3").write_bytes(b"torn" * 5000)
    archive = backup(desk.folder, tmp_path / "a.tar", with_files=False)
    for number, name in enumerate(("old.sqlite3", "none.sqlite3")):
        into = Database("sqlite", path=str(tmp_path / f"{number}.sqlite3"))
        restored(tmp_path, archive, into, old=Database("sqlite", path=str(tmp_path / name)))
        with db.elsewhere(into):
            assert tables.value("SELECT COUNT(*) FROM hd_setting")
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_killed_slice_is_repeated_without_harm(desk: Desk, tmp_path: Path) -> None:
    """Its work is in the tables, its checkpoint got lost."""
    filled(desk)
    archive = backup(desk.folder, tmp_path / "a.tar")
    into = switching.place(desk.folder, desk.address)
    checkpoint: dict[str, Any] | None = None
    while True:
        seconds = 5 if not checkpoint or checkpoint["stage"] == "tables" else 0
        restoring.slice_of(tmp_path, archive, into, checkpoint, seconds)
        step = restoring.slice_of(tmp_path, archive, into, checkpoint, seconds)
        if step.checkpoint is None:
            break
        checkpoint = json.loads(json.dumps(step.checkpoint))
    with db.elsewhere(into):
        after = rows()
    before = rows()
    for name in before.keys() - CHANGED:
        assert after[name] == before[name], name


def test_old_tables_can_be_removed_and_those_at_work_cannot(desk: Desk, tmp_path: Path) -> None:
    """Nothing is left of the first."""
    into = switching.place(desk.folder, desk.address)
    restored(tmp_path, backup(desk.folder, tmp_path / "a.tar"), into)
    assert not switching.is_free(into)
    switching.remove(desk.folder, into)
    assert switching.is_free(into)
    with pytest.raises(ValueError, match="at work"):
        switching.remove(desk.folder, desk.address)
    assert replace(into, path="", prefix="") == replace(desk.address, path="", prefix="")
