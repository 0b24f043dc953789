"""The file store: bytes by their SHA-256, written once, never changed.

They are kept on the disk, under the data folder, or in the database, as the setting `files.store`
says. What is kept in the other place is found there too, until `moving` has brought it over.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from helpdesk import db, settings
from helpdesk.attachments import pictures
from helpdesk.attachments.chunks import Chunks
from helpdesk.attachments.disk import Disk
from helpdesk.errors import NotFound, Unavailable
from helpdesk.i18n import _
from helpdesk.schema import FileContent

CHUNK = 1 << 16
DATABASE = "database"


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
        self.disk = Disk(self.folder)
        self.chunks = Chunks()

    def keep(self, stream: BinaryIO, name: str) -> Kept:
        """Store a stream durably; raises Unavailable when the disk is full or read-only."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._spool() as written:
                sha256, size = _copied(stream, written)
                return self._settled(written, sha256, size, name)
        except OSError as error:
            raise Unavailable(
                _("The file could not be stored: the disk is full or can't be written to.")
            ) from error

    def stream(self, name: str) -> BinaryIO:
        """The bytes of a SHA-256, or of its `preview_of`, to be read from anywhere on. Raises
        NotFound."""
        with contextlib.suppress(FileNotFoundError):
            return self.disk.path(name).open("rb")
        stream = self.chunks.open(name, self.disk.path(name)) if uses_database() else None
        if stream is None:
            raise NotFound
        return cast(BinaryIO, stream)

    def with_preview(self, files: list[str]) -> set[str]:
        """Those of these that have a small picture; one query at most."""
        found = {sha256 for sha256 in files if self.disk.path(preview_of(sha256)).exists()}
        missing = [preview_of(sha256) for sha256 in files if sha256 not in found]
        if missing and uses_database():
            found |= {name[:64] for name in self.chunks.there(missing)}
        return found

    def exists(self, sha256: str) -> bool:
        """Whether the bytes are there."""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """How many bytes; None when they aren't there."""
        size = self.disk.size(sha256)
        return self.chunks.size(sha256) if size is None and uses_database() else size

    def path(self, sha256: str) -> Path:
        """Where the bytes are if they are on the disk, so that a server can send them itself."""
        return self.disk.path(sha256)

    def older_than(self, seconds: int) -> Iterator[str]:
        """SHA-256 of files that nobody touched for so long, for the sweep."""
        yield from self.disk.older_than(seconds)
        if uses_database():
            yield from self.chunks.older_than(seconds)

    def remove(self, sha256: str, seconds: int) -> None:
        """Remove bytes that no row uses, unless somebody has touched them for a form meanwhile."""
        for place in self._places():
            if place.remove(sha256, seconds):
                place.discard(preview_of(sha256))

    def remove_unfinished(self, seconds: int) -> None:
        """Remove what processes that were killed in the middle have left."""
        for place in self._places():
            place.remove_unfinished(seconds)

    def to_disk(self, name: str) -> None:
        """Bring bytes from the database to the disk, as a whole or not at all. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = self.chunks.open(name, self.disk.path(name))
        if stream is None:
            return
        with stream, self._spool() as written:
            sha256, _size = _copied(stream, written)
            if sha256 == name or name.endswith(PREVIEW):
                if not self.disk.touch(name):
                    self.disk.put(name, written)
                self.chunks.discard(name)

    def to_database(self, name: str) -> None:
        """Bring bytes from the disk to the database, as a whole or not at all. Raises OSError."""
        if not self.chunks.touch(name):
            self.chunks.put(name, self.disk.path(name))
        self.disk.discard(name)

    def _places(self) -> "list[Disk | Chunks]":
        return [self.disk, self.chunks] if uses_database() else [self.disk]

    @contextlib.contextmanager
    def _spool(self) -> Iterator[Path]:
        """A file of its own in the folder, away at the end if it is still there."""
        with tempfile.NamedTemporaryFile(prefix=".new-", dir=self.folder, delete=False) as file:
            written = Path(file.name)
        try:
            yield written
        finally:
            written.unlink(missing_ok=True)

    def _settled(self, written: Path, sha256: str, size: int, name: str) -> Kept:
        place = self.chunks if settings.get("files.store") == DATABASE else self.disk
        with written.open("rb") as stream:
            picture = pictures.look(stream)
        if picture is not None:
            self._keep_preview(place, written, sha256)
        if not place.touch(sha256):
            place.put(sha256, written)
        if picture is None:
            return Kept(sha256, size, name, "application/octet-stream")
        return Kept(sha256, size, name, picture.media_type, picture.width, picture.height)

    def _keep_preview(self, place: "Disk | Chunks", written: Path, sha256: str) -> None:
        if place.size(preview_of(sha256)) is None:
            with self._spool() as small:
                if pictures.make_preview(written, small):
                    place.put(preview_of(sha256), small)


_store: Store | None = None
PREVIEW = ".preview"


def preview_of(sha256: str) -> str:
    """The name of a picture's small one."""
    return sha256 + PREVIEW


def uses_database() -> bool:
    """Whether any bytes are in the database, or are going to be."""
    if settings.get("files.store") == DATABASE:
        return True
    return db.remembered("file store", (FileContent,), lambda: bool(FileContent.select().exists()))


def store(folder: Path | None = None) -> Store:
    """The store of this desk; the app names the data folder once."""
    global _store
    if folder is not None:
        _store = Store(folder)
    if _store is None:
        raise Unavailable(_("The data folder isn't set up."))
    return _store


def _copied(stream: BinaryIO, target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), size
