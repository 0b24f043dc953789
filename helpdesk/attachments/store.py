"""The file store: bytes by their SHA-256 under the data folder, written once, never changed."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from helpdesk.attachments import pictures
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

CHUNK = 1 << 16
NAME = 64  # signs of a file's name: its SHA-256


@dataclass(frozen=True)
class Kept:
    """Bytes in the store under a name; sizes in bytes and pixels, 0 × 0 when it is no picture."""

    sha256: str
    size: int
    name: str
    media_type: str
    width: int = 0
    height: int = 0


class Store:
    """The files of one desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "files"

    def keep(self, stream: BinaryIO, name: str) -> Kept:
        """Store a stream durably; raises Unavailable when the disk is full or read-only."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(prefix=".new-", dir=self.folder)
            try:
                sha256, size = _copied(stream, handle)
                return self._settled(Path(written), sha256, size, name)
            finally:
                Path(written).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(
                _("The file could not be stored: the disk is full or can't be written to.")
            ) from error

    def path(self, sha256: str) -> Path:
        """Where the bytes are."""
        return self.folder / sha256[:2] / sha256

    def preview(self, sha256: str) -> Path:
        """Where the small picture is, if one was made."""
        return self.folder / sha256[:2] / f"{sha256}.preview"

    def after(self, last: str) -> Iterator[tuple[str, Path]]:
        """Names and places of the files behind one, in order of their names."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            if folder.name >= last[:2]:
                files = sorted(file for file in folder.iterdir() if len(file.name) == NAME)
                yield from ((file.name, file) for file in files if file.name > last)

    def older_than(self, seconds: int) -> Iterator[str]:
        """SHA-256 of files that nobody touched for so long, for the sweep."""
        limit = time.time() - seconds
        for file in self.folder.glob("??/*"):
            if file.suffix == "" and file.stat().st_mtime < limit:
                yield file.name

    def remove(self, sha256: str, seconds: int) -> None:
        """Remove bytes that no row uses, unless somebody has touched them for a form meanwhile."""
        target = self.path(sha256)
        aside = target.with_suffix(".old")
        with contextlib.suppress(FileNotFoundError):
            target.replace(aside)  # from here on whoever sends these bytes writes them anew
            if aside.stat().st_mtime >= time.time() - seconds:
                aside.replace(target)
            else:
                aside.unlink()
                self.preview(sha256).unlink(missing_ok=True)

    def remove_unfinished(self, seconds: int) -> None:
        """Remove what processes that were killed in the middle have left."""
        for aside in self.folder.glob("??/*.old"):
            whole = aside.with_suffix("")
            aside.unlink() if whole.exists() else aside.replace(whole)
        limit = time.time() - seconds
        for file in self.folder.glob(".new-*"):
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_mtime < limit:
                    file.unlink()

    def _settled(self, written: Path, sha256: str, size: int, name: str) -> Kept:
        target = self.path(sha256)
        try:
            os.utime(target)  # the sweep leaves young files alone
        except FileNotFoundError:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            written.replace(target)
            sync_folder(target.parent)
        picture = pictures.look(target)
        if picture is not None:
            pictures.make_preview(target, self.preview(sha256))
            return Kept(sha256, size, name, picture.media_type, picture.width, picture.height)
        return Kept(sha256, size, name, "application/octet-stream")


_store: Store | None = None


def store(folder: Path | None = None) -> Store:
    """The store of this desk; the app names the data folder once."""
    global _store
    if folder is not None:
        _store = Store(folder)
    if _store is None:
        raise Unavailable(_("The data folder isn't set up."))
    return _store


def _copied(stream: BinaryIO, handle: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def sync_folder(folder: Path) -> None:
    """Have a file's new name on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
