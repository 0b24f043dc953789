"""The file store: bytes by their content, written once, never in part."""

import hashlib
import importlib
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from helpdesk.attachments.store import Store
from helpdesk.errors import Unavailable


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


class Broken(io.BytesIO):
    """A stream that ends with an error after its first part."""

    def read(self, size: Any = -1) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(4)


def files(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_bytes_are_kept_whole_under_their_digest(store: Store) -> None:
    content = os.urandom(300_000)
    kept = store.keep(io.BytesIO(content), "a.bin")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.size, kept.name, kept.media_type) == (300_000, "a.bin", "application/octet-stream")
    assert store.path(kept.sha256).read_bytes() == content


def test_the_same_bytes_are_there_once_under_both_names(store: Store) -> None:
    one, two = (store.keep(io.BytesIO(b"x"), name) for name in ("one.txt", "two.txt"))
    assert one.sha256 == two.sha256 and two.name == "two.txt" and len(files(store)) == 1


def test_an_empty_file_is_a_file(store: Store) -> None:
    assert store.path(store.keep(io.BytesIO(), "a.txt").sha256).read_bytes() == b""


def test_a_full_disk_leaves_nothing_half_written(store: Store) -> None:
    with pytest.raises(Unavailable):
        store.keep(Broken(b"123456789"), "a.txt")
    assert files(store) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Unavailable):
        Store(tmp_path).keep(io.BytesIO(b"x"), "a.txt")


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such rights")
def test_nobody_else_on_the_machine_can_read_it(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    for path in (store.folder, store.path(kept.sha256).parent, store.path(kept.sha256)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_keeping_again_makes_it_young(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    os.utime(store.path(kept.sha256), (0, 0))
    assert list(store.older_than(3600)) == [kept.sha256]
    store.keep(io.BytesIO(b"x"), "a.txt")
    assert list(store.older_than(3600)) == []


def test_removed_with_its_preview(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    store.preview(kept.sha256).write_bytes(b"small")
    os.utime(store.path(kept.sha256), (0, 0))
    store.remove(kept.sha256, 3600)
    store.remove(kept.sha256, 3600)
    assert files(store) == []


def test_not_removed_when_somebody_has_just_sent_it_again(store: Store) -> None:
    kept = store.keep(io.BytesIO(b"x"), "a.txt")
    store.remove(kept.sha256, 3600)
    assert store.path(kept.sha256).read_bytes() == b"x"


def test_without_a_desk_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("helpdesk.attachments.store")
    monkeypatch.setattr(module, "_store", None)
    with pytest.raises(Unavailable):
        module.store()
