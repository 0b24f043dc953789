"""What is in a backup, also of a desk that goes on working meanwhile."""

import io
import resource
import tarfile
import threading
from pathlib import Path

import pytest

from helpdesk import attachments, db, settings, tickets
from helpdesk.backup import archive, verifying, writing
from helpdesk.errors import Unavailable
from helpdesk.events import Actor
from helpdesk.schema import Category, Customer, Ticket
from helpdesk.updating import Record, keeping, records
from tests.backup.helpers import backup, rows_in
from tests.cast import Desk

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def test_holds_every_row_and_file(desk: Desk, tmp_path: Path) -> None:
    """Tickets with what hangs on them, what they refer to, settings, and the bytes of files."""
    kept = attachments.store().keep(io.BytesIO(b"wheel" * 1000), "wheel.txt")
    with db.transaction():
        Category.create(name="Ünïcödé \U0001f6b2")
    ticket = desk.ticket("Wheel", files=(kept,))
    found = rows_in(backup(desk.folder, tmp_path / "all.tar"))
    assert set(found["ticket"]) == {str(ticket.id)}
    assert {"message", "event", "customer", "customer_address", "attachment", "file"} <= set(found)
    assert any("\U0001f6b2" in str(row) for row in found["category"].values())
    assert "session" not in found
    with tarfile.open(tmp_path / "all.tar") as tar:
        stored = tar.extractfile(archive.FILES + kept.sha256)
        assert stored is not None
        assert stored.read() == b"wheel" * 1000


@pytest.mark.parametrize("place", ["disk", "database"])
def test_without_files_there_are_none(desk: Desk, tmp_path: Path, place: str) -> None:
    """Wherever they are kept; only an update, whose way back removes the tables, asks for those."""
    settings.change({"files.store": place})
    kept = attachments.store().keep(io.BytesIO(b"wheel" * 1000), "wheel.txt")
    desk.ticket("Wheel", files=(kept,))
    bare = backup(desk.folder, tmp_path / "bare.tar", with_files=False)
    verifying.verify(bare)
    with tarfile.open(bare) as tar:
        assert not [name for name in tar.getnames() if name.startswith(archive.FILES)]
    update = Record(records.BACKUP, "0.1.0", "0.2.0", archive=str(tmp_path / "update.tar"))
    while not keeping.back_up(desk.folder, update, 5):
        pass
    with tarfile.open(update.archive) as tar:
        stored = [name for name in tar.getnames() if name.startswith(archive.FILES)]
    assert stored == ([archive.FILES + kept.sha256] if place == "database" else [])


def test_is_for_nobody_else_to_read(desk: Desk, tmp_path: Path) -> None:
    """The secret key is in it."""
    backup(desk.folder, tmp_path / "all.tar")
    assert (tmp_path / "all.tar").stat().st_mode & 0o777 == 0o600


def test_slices_make_the_same(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it stops, and with tables large enough to be read by key."""
    for name, size in (("BUNDLE", 3), ("PAGE", 4), ("SMALL", 3), ("OVERLAP", 2)):
        monkeypatch.setattr(writing, name, size)
    for number in range(12):
        desk.ticket(f"Number {number}", email=f"c{number}@example.com")
    at_once = rows_in(backup(desk.folder, tmp_path / "once.tar"))
    sliced = rows_in(backup(desk.folder, tmp_path / "sliced.tar", seconds=0))
    assert sliced == at_once
    assert len(sliced["ticket"]) == 12
    assert len(sliced["customer"]) == Customer.select().count()


def test_what_a_killed_slice_left_is_cut_off(desk: Desk, tmp_path: Path) -> None:
    """Going on from an old checkpoint makes a whole archive."""
    desk.ticket()
    target = tmp_path / "a.tar"
    first = writing.slice_of(desk.folder, target, None, 0)
    writing.slice_of(desk.folder, target, first.checkpoint, 0)  # its checkpoint never arrived
    with writing.unfinished(target).open("ab") as file:
        file.write(b"half a member")
    step = writing.slice_of(desk.folder, target, first.checkpoint, 60)
    assert step.checkpoint is None
    with tarfile.open(target) as tar:
        names = tar.getnames()
    assert len(names) == len(set(names))
    assert len(rows_in(target)["ticket"]) == 1


def test_nothing_half_made_has_the_name(desk: Desk, tmp_path: Path) -> None:
    """Until it is whole it is called otherwise."""
    writing.slice_of(desk.folder, tmp_path / "a.tar", None, 0)
    assert [path.name for path in tmp_path.glob("a.*")] == ["a.tar.part"]


def test_a_folder_that_refuses_is_told(desk: Desk, tmp_path: Path) -> None:
    """In words."""
    with pytest.raises(Unavailable, match="could not be written"):
        writing.slice_of(desk.folder, tmp_path / "gone" / "a.tar", None, 60)


def test_a_disk_that_is_full_is_told(desk: Desk, tmp_path: Path) -> None:
    """And nothing half-made is left. The system refuses to let the file grow."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, usual[1]))
    try:
        with pytest.raises(Unavailable, match="could not be written"):
            writing.slice_of(desk.folder, tmp_path / "a.tar", None, 60)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert not list(tmp_path.glob("a.tar*"))


def test_a_desk_at_work_is_backed_up_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each ticket stands as of one moment, and what was there before is in it."""
    for name, size in (("BUNDLE", 5), ("PAGE", 20), ("SMALL", 5), ("ROUNDS", 2)):
        monkeypatch.setattr(writing, name, size)
    before = [desk.ticket(f"Before {n}", email=f"b{n}@example.com").id for n in range(30)]
    stop, failed = threading.Event(), []

    def write(which: int) -> None:
        number = 0
        try:
            with db.connection():
                while not stop.wait(0.02):
                    number += 1
                    _talk(desk, before[(number + which) % len(before)])
                    desk.ticket(f"New {which}/{number}", email=f"n{which}-{number}@example.com")
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(which,)) for which in range(2)]
    for writer in writers:
        writer.start()
    try:
        found = rows_in(backup(desk.folder, tmp_path / "load.tar", seconds=0))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert not failed
    assert Ticket.select().count() > len(before)
    assert {str(number) for number in before} <= set(found["ticket"])
    _agrees(found)


def _talk(desk: Desk, number: int) -> None:
    for _attempt in range(20):
        try:
            with db.transaction():
                ticket = Ticket.get_by_id(number)
                tickets.reply(
                    ticket, actor=Actor("customer", "portal"), author="Cleo", text="More."
                )
            return
        except db.IntegrityError:
            raise
        except Exception as error:
            if not db.is_deadlock(error):
                raise


def _agrees(found: dict[str, dict[str, list[object]]]) -> None:
    """What is counted on a ticket's row is there, and whatever is referred to."""
    ticket_columns = [field.column_name for field in Ticket._meta.sorted_fields]
    messages: dict[object, int] = {}
    for row in found["message"].values():
        messages[row[1]] = messages.get(row[1], 0) + 1
    for key, row in found["ticket"].items():
        ticket = dict(zip(ticket_columns, row, strict=True))
        assert messages[int(key)] == ticket["messages"], ticket
        assert str(ticket["customer_id"]) in found["customer"], ticket
