"""No room or no right to write: said plainly, nothing half-written, and on it goes afterwards."""

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk import attachments, config, db
from helpdesk.config import Config
from helpdesk.schema import Attachment, Event, File, Message, Ticket
from tests.cast import Desk
from tests.robust.servers import Browser, Serving, Tmpfs

TEXT = "The rear wheel rubs, and this took an hour to write. " * 20
SHOWN = "this took an hour to write."
TRIES = 3  # to find a full disk full


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Tmpfs]:
    """Eight megabytes."""
    if reason := Tmpfs.missing(tmp_path):
        pytest.skip(reason)
    made = Tmpfs(tmp_path / "disk", 8)
    yield made
    made.remove()


@pytest.fixture
def small(desk: Desk, disk: Tmpfs, serve: Callable[..., Serving]) -> Serving:
    """The desk of the cast on a disk of its own, temporary files too."""
    desk.close()
    db._close()
    folder = moved(desk, disk.folder / "data")
    (disk.folder / "tmp").mkdir()
    return serve(folder, env={"TMPDIR": str(disk.folder / "tmp")})


def moved(desk: Desk, folder: Path) -> Path:
    """The desk's data folder in another place."""
    folder.mkdir()
    old = config.load(desk.folder)
    address = old.database
    if address.engine == "sqlite":
        address = dataclasses.replace(address, path=str(folder / "helpdesk.sqlite3"))
        shutil.copy(desk.folder / "helpdesk.sqlite3", folder)
    config.create(Config(folder, address, old.secret_key))
    db.use(address)
    attachments.store(folder)
    return folder


def counts() -> tuple[int, int, int]:
    """Tickets, their messages, their events."""
    with db.connection():
        of_tickets = Event.select().where(Event.ticket.is_null(False)).count()
        return Ticket.select().count(), Message.select().count(), of_tickets


def whole_files() -> int:
    """How many attachments there are, each of them with all of its bytes."""
    with db.connection():
        for file in File.select():
            assert attachments.store().path(file.sha256).stat().st_size == file.size
        return int(Attachment.select().count())


def refused(cleo: Browser, disk: Tmpfs, tokens: list[str], **request: Any) -> int:
    """How many requests a full disk takes until it takes none: SQLite gives back what its log took,
    at a moment of its own. The one that isn't taken shows what was written."""
    for arrived in range(TRIES):
        disk.fill()
        answer = cleo.submit("Second", csrf=tokens.pop(), **{"message": TEXT, **request})
        if answer.status != 303:
            assert answer.is_clear and SHOWN in answer.text, answer
            return arrived
    raise AssertionError("a full disk has room for three requests")


def test_the_disk_is_full(small: Serving, disk: Tmpfs, engine: str) -> None:
    cleo = Browser(small)
    token = cleo.token()
    photo = ("photo.png", os.urandom(300_000))
    assert cleo.submit("First", files=[photo], csrf=token).status == 303
    for page in ("/submit", "/ticket", "/admin/login"):
        assert cleo.get(page).status == 200
    tokens = [cleo.token() for _each in range(3 * TRIES)]
    arrived = refused(cleo, disk, tokens, files=[("another.png", os.urandom(1_500_000))])
    arrived += refused(cleo, disk, tokens, files=[("small.txt", b"x" * 9000)])
    if engine == "sqlite":
        arrived += refused(cleo, disk, tokens, message=TEXT * 200)
    for _each in range(TRIES):
        disk.fill()
        status, parts = small.health()
        if parts["data"] != "ok":
            break
    assert (status, parts["data"]) == (503, "unwritable")
    for page in ("/", "/submit"):  # to be read, too, SQLite's log needs 32 KB when it isn't there
        assert (answer := cleo.get(page)).status == 200 or answer.is_clear, answer
    disk.free()
    tickets = 1 + arrived
    assert counts() == (tickets, tickets, tickets)
    files = whole_files()
    answer = cleo.submit("Second", message=TEXT, files=[photo], csrf=tokens.pop())
    assert answer.status == 303
    assert counts() == (tickets + 1, tickets + 1, tickets + 1)
    assert whole_files() == files + 1
    assert small.health()[0] == 200
    assert not list((small.folder / "files").glob(".new-*")), "nothing half is left"


def test_a_full_disk_at_the_start(small: Serving, disk: Tmpfs) -> None:
    """The desk starts and says so; the caches that it would like to write aren't missed."""
    small.kill()
    shutil.rmtree(small.folder / "cache", ignore_errors=True)
    shutil.rmtree(small.folder / "log", ignore_errors=True)
    disk.fill()
    small.start()
    cleo = Browser(small)
    for page in ("/", "/submit", "/admin/login", "/static/css/tokens.css"):
        assert cleo.get(page).status in (200, 503), page
    assert cleo.get("/").status == 200 or cleo.get("/").is_clear
    assert small.health()[0] == 503
    disk.free()
    assert cleo.submit(message=TEXT).status == 303


def test_the_data_folder_is_read_only(small: Serving, disk: Tmpfs) -> None:
    cleo = Browser(small)
    token = cleo.token()
    small.kill()
    disk.read_only(True)
    small.start()
    status, parts = small.health()
    assert (status, parts["data"]) == (503, "unwritable")
    for page in ("/", "/submit", "/ticket", "/admin/login"):
        answer = cleo.get(page)
        assert answer.status == 200 or answer.is_clear, page
        assert "tokens.css" in answer.text
    answer = cleo.submit("Kept", message=TEXT, files=[("a.txt", b"a")], csrf=token)
    assert answer.is_clear and SHOWN in answer.text, answer
    disk.read_only(False)
    assert cleo.submit("Kept", message=TEXT, csrf=token).status == 303
    assert small.health()[0] == 200
    assert counts() == (1, 1, 1)
