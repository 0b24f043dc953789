"""The file store, on the disk and in the database: bytes by their content, written once, never in
part."""

import hashlib
import importlib
import io
import os
import stat
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from helpdesk import attachments, settings
from helpdesk.attachments import Store, moving
from helpdesk.attachments.chunks import CHUNK, Chunks
from helpdesk.attachments.store import preview_of
from helpdesk.clock import now
from helpdesk.errors import NotFound, Unavailable
from helpdesk.jobs import Slice
from helpdesk.schema import FileChunk, FileContent
from tests.cast import Desk

PLACES = ("disk", "database")


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(desk: Desk, place: str) -> Store:
    settings.change({"files.store": place})
    return attachments.store()


class Broken(io.BytesIO):
    """A stream that ends with an error after its first part."""

    def read(self, size: Any = -1) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(4)


def files(store: Store) -> list[str]:
    """What lies in both places, also in part."""
    lying = [path.name for path in store.folder.rglob("*") if path.is_file()]
    lying += [str(row.name) for row in FileContent.select()]
    chunks = {row.content for row in FileChunk.select()}
    assert chunks <= {row.id for row in FileContent.select()}
    return sorted(lying)


def read(store: Store, name: str) -> bytes:
    with store.stream(name) as stream:
        return stream.read()


def grow_old(store: Store, name: str) -> None:
    """Let it be as if nobody had touched it for long."""
    FileContent.update(touched=now() - timedelta(days=9)).where(FileContent.name == name).execute()
    if store.path(name).exists():
        os.utime(store.path(name), (0, 0))


def photo() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((500, 400), 90).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 7])
def test_bytes_are_kept_whole_under_their_digest(store: Store, size: int, place: str) -> None:
    content = os.urandom(size)
    kept = store.keep(io.BytesIO(content), "a.bin")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.size, kept.name, kept.media_type) == (size, "a.bin", "application/octet-stream")
    assert read(store, kept.sha256) == content and files(store) == [kept.sha256]
    assert store.exists(kept.sha256) and store.size(kept.sha256) == size
    assert store.path(kept.sha256).exists() == (place == "disk")


def test_any_part_can_be_read(store: Store) -> None:
    content = os.urandom(3 * CHUNK)
    kept = store.keep(io.BytesIO(content), "a.bin")
    with store.stream(kept.sha256) as stream:
        for begin in (2 * CHUNK + 5, 0, CHUNK - 3, 3 * CHUNK, 4 * CHUNK):
            stream.seek(begin)
            assert stream.read(10) == content[begin : begin + 10]
        stream.seek(-7, io.SEEK_END)
        assert stream.read() == content[-7:]


def test_the_same_bytes_are_there_once_under_both_names(store: Store) -> None:
    one, two = (store.keep(io.BytesIO(b"x"), name) for name in ("one.txt", "two.txt"))
    assert one.sha256 == two.sha256 and two.name == "two.txt" and len(files(store)) == 1


def test_what_is_not_there(store: Store) -> None:
    assert not store.exists("0" * 64) and store.size("0" * 64) is None
    with pytest.raises(NotFound):
        store.stream("0" * 64)


def test_a_full_disk_leaves_nothing_half_written(store: Store) -> None:
    with pytest.raises(Unavailable):
        store.keep(Broken(b"123456789"), "a.txt")
    assert files(store) == []


def test_a_folder_that_cannot_be_made_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Unavailable):
        Store(tmp_path).keep(io.BytesIO(b"x"), "a.txt")


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such rights")
def test_nobody_else_on_the_machine_can_read_it(desk: Desk) -> None:
    store = attachments.store()
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    for path in (store.folder, store.path(kept.sha256).parent, store.path(kept.sha256)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_keeping_again_makes_it_young(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    grow_old(store, kept.sha256)
    assert list(store.older_than(3600)) == [kept.sha256]
    store.keep(io.BytesIO(b"x"), "a.txt")
    assert list(store.older_than(3600)) == []


def test_removed_with_its_preview(store: Store) -> None:
    kept = store.keep(io.BytesIO(photo()), "a.png")
    assert files(store) == [kept.sha256, preview_of(kept.sha256)]
    assert store.with_preview([kept.sha256, "0" * 64]) == {kept.sha256}
    grow_old(store, kept.sha256)
    store.remove(kept.sha256, 3600)
    store.remove(kept.sha256, 3600)
    assert files(store) == [] and not FileChunk.select().exists()


def test_not_removed_when_somebody_has_just_sent_it_again(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    store.remove(kept.sha256, 3600)
    assert read(store, kept.sha256) == b"x"


def test_what_a_kill_left_in_the_database(desk: Desk) -> None:
    """Bytes on their way in have no name: nobody sees them, and a day later they go."""
    settings.change({"files.store": "database"})
    half, young = FileContent.create(touched=now() - timedelta(days=2)), FileContent.create()
    FileChunk.create(content=half.id, position=0, data=b"half")
    FileChunk.create(content=young.id, position=0, data=b"at work")
    attachments.store().remove_unfinished(86_400)
    assert [row.id for row in FileContent.select()] == [young.id]
    assert [row.content for row in FileChunk.select()] == [young.id]


def test_two_who_store_the_same_bytes_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.change({"files.store": "database"})
    store, real = attachments.store(), Chunks.touch
    others: list[str] = []

    def touch(self: Chunks, name: str) -> bool:
        found = real(self, name)
        if not found and not others:
            others.append(name)
            store.keep(io.BytesIO(b"the same"), "theirs.txt")
        return found

    monkeypatch.setattr(Chunks, "touch", touch)
    kept = store.keep(io.BytesIO(b"the same"), "mine.txt")
    assert others and files(store) == [kept.sha256] and read(store, kept.sha256) == b"the same"


def test_a_large_file_takes_little_memory(store: Store, desk: Desk) -> None:
    size = 40 * CHUNK
    with (desk.folder / "large").open("wb") as file:
        file.truncate(size)
    with (desk.folder / "large").open("rb") as file:
        tracemalloc.start()
        kept = store.keep(file, "large.bin")
        with store.stream(kept.sha256) as stream:
            read = sum(len(piece) for piece in iter(lambda: stream.read(1 << 16), b""))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert read == size and most < 0.85 * size


def moved(seconds: float = 60) -> int:
    """Run the job to its end; returns how many slices it took."""
    checkpoint, slices = moving.move(Slice(None, None, seconds=seconds)), 1
    while checkpoint is not None:
        seconds += 0.01  # with none at all it never comes to anything
        checkpoint, slices = moving.move(Slice(None, checkpoint, seconds=seconds)), slices + 1
    return slices


def test_a_change_moves_them_and_all_can_be_read_meanwhile(store: Store, place: str) -> None:
    contents = [os.urandom(2 * CHUNK), b"", b"x", photo()]
    kept = [store.keep(io.BytesIO(content), "a.bin") for content in contents]
    before = files(store)
    settings.change({"files.store": next(other for other in PLACES if other != place)})
    with store.stream(kept[0].sha256) as begun:
        start = begun.read(10)
        assert [read(store, file.sha256) for file in kept] == contents
        assert moved(0) > 1
        assert start + begun.read() == contents[0], "a download goes on"
    assert [read(store, file.sha256) for file in kept] == contents and files(store) == before
    assert store.with_preview([kept[3].sha256]) == {kept[3].sha256}
    on_disk = [path for path in store.folder.rglob("*") if path.is_file()]
    assert (len(on_disk) == 0) == (place == "disk")
    assert FileContent.select().count() == (0 if place == "database" else len(before))


def test_both_places_are_swept(desk: Desk) -> None:
    store = attachments.store()
    one = store.keep(io.BytesIO(b"1"), "a.txt")
    settings.change({"files.store": "database"})
    two = store.keep(io.BytesIO(b"2"), "a.txt")
    for kept in (one, two):
        grow_old(store, kept.sha256)
    assert set(store.older_than(3600)) == {one.sha256, two.sha256}
    for kept in (one, two):
        store.remove(kept.sha256, 3600)
    assert files(store) == []


def test_without_a_desk_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("helpdesk.attachments.store")
    monkeypatch.setattr(module, "_store", None)
    with pytest.raises(Unavailable):
        module.store()
