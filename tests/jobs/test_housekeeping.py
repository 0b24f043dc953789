"""What is swept away, and what never is."""

import io
import os
import time
from datetime import timedelta

import pytest

from helpdesk import attachments, housekeeping
from helpdesk.attachments import Kept, Store
from helpdesk.clock import now
from helpdesk.jobs import Slice
from helpdesk.schema import Attachment, File, Once, Session
from tests.cast import Desk


def kept(content: bytes, days: float = 0) -> Kept:
    """A file in the store, last touched so many days ago."""
    found = attachments.store().keep(io.BytesIO(content), "a.txt")
    moment = time.time() - days * housekeeping.DAY
    os.utime(attachments.store().path(found.sha256), (moment, moment))
    return found


def there(*files: Kept) -> list[bool]:
    return [attachments.store().path(file.sha256).exists() for file in files]


def test_bytes_that_no_row_uses_go_after_a_day(desk: Desk) -> None:
    used, young, old = kept(b"used"), kept(b"young", 0.9), kept(b"old", 2)
    desk.ticket(files=(used,))
    os.utime(attachments.store().path(used.sha256), (0, 0))
    assert housekeeping.sweep_files(Slice(None, None)) is None
    assert there(used, young, old) == [True, True, False]


def test_in_slices(desk: Desk) -> None:
    files = [kept(bytes([number]), 2) for number in range(5)]
    checkpoint, slices = housekeeping.sweep_files(Slice(None, None, seconds=0)), 1
    assert checkpoint == ""
    while checkpoint is not None and slices < 10:
        checkpoint, slices = housekeeping.sweep_files(Slice(None, checkpoint)), slices + 1
    assert there(*files) == [False] * 5


@pytest.mark.parametrize("moment", ["before it is moved", "after it was moved"])
def test_bytes_that_somebody_sends_again_while_they_are_swept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The row comes with a commit that the sweep can't see yet; the bytes must be there then."""
    old, again = kept(b"the same photo", 2), []
    target, real, real_time = attachments.store().path(old.sha256), Store.remove, time.time

    def send() -> None:
        again.append(attachments.store().keep(io.BytesIO(b"the same photo"), "b.txt"))

    def remove(self: Store, sha256: str, seconds: int) -> None:
        send()
        real(self, sha256, seconds)

    def clock_is_asked() -> float:
        if not target.exists() and not again:
            send()
        return real_time()

    if moment.startswith("before"):
        monkeypatch.setattr(Store, "remove", remove)
    else:
        monkeypatch.setattr(time, "time", clock_is_asked)
    housekeeping.sweep_files(Slice(None, "", seconds=60))
    monkeypatch.undo()
    assert len(again) == 1 and there(old) == [True]
    assert attachments.store().path(old.sha256).read_bytes() == b"the same photo"


def test_what_a_kill_left(desk: Desk) -> None:
    """Half-written files go; bytes that were being swept and are needed again come back."""
    file = kept(b"needed")
    path = attachments.store().path(file.sha256)
    path.rename(path.with_suffix(".old"))
    half = attachments.store().folder / ".new-abc"
    half.write_bytes(b"half")
    attachments.store().remove_unfinished(housekeeping.DAY)
    assert there(file) == [True] and half.exists()
    os.utime(half, (0, 0))
    attachments.store().remove_unfinished(housekeeping.DAY)
    assert not half.exists()


def test_ended_sessions_and_used_forms(desk: Desk) -> None:
    hour = timedelta(hours=1)
    Session.create(id="ended", expires=now() - hour)
    Session.create(id="lasting", expires=now() + hour)
    Once.create(key="old", created=now() - 49 * hour)
    Once.create(key="young", created=now() - 47 * hour)
    housekeeping.sweep(Slice(None, None))
    assert [row.id for row in Session.select()] == ["lasting"]
    assert [row.key for row in Once.select()] == ["young"]
    assert File.select().count() == Attachment.select().count() == 0
