"""The file of a backup: an uncompressed tar, only ever appended to.

So a slice can end at any byte offset behind a member, and the next cuts off there what a killed
one has left. The last member, of one block, says where the manifest is.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from helpdesk.errors import HelpdeskError
from helpdesk.i18n import _

BLOCK = 512  # bytes: headers and contents begin at multiples
CHUNK = 1 << 18
HEADER, CONFIG, MANIFEST, END = "backup.json", "config.json", "manifest.json", "end.json"
FILES = "files/"


class Refused(HelpdeskError):
    """This archive can't be used; the message says why."""


@dataclass(frozen=True)
class Entry:
    """A member: where its header begins, its length in bytes, and its sum once that is known."""

    name: str
    offset: int
    length: int
    sha256: str = ""

    @property
    def after(self) -> int:
        """Where the next member begins."""
        return self.offset + BLOCK + self.length + -self.length % BLOCK


class Sink:
    """Takes the bytes of a member, and counts and sums them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.length = 0
        self.sum = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Append bytes."""
        self._file.write(data)
        self.sum.update(data)
        self.length += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here (gzip asks)."""


class Writer:
    """Appends members from an offset on; what lies behind it is cut off. Raises OSError."""

    def __init__(self, path: Path, offset: int) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._file = os.fdopen(handle, "r+b")
        self._file.truncate(offset)
        self._file.seek(offset)
        self.offset = offset
        self.last = Entry("", 0, 0)

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """Append one; afterwards `last` is its entry."""
        self._file.write(bytes(BLOCK))
        sink = Sink(self._file)
        yield sink
        self._file.write(bytes(-sink.length % BLOCK))
        self.last = Entry(name, self.offset, sink.length, sink.sum.hexdigest())
        self._file.seek(self.offset)
        self._file.write(_header(name, sink.length))
        self.offset = self.last.after
        self._file.seek(self.offset)

    def add(self, name: str, content: Any) -> None:
        """Append a small one of JSON."""
        with self.member(name) as sink:
            sink.write(json.dumps(content, ensure_ascii=False).encode())

    def end(self, manifest: Any) -> None:
        """Append the manifest and what makes the file a whole tar."""
        place = self.offset
        self.add(MANIFEST, manifest)
        with self.member(END) as sink:
            sink.write(json.dumps({"manifest": place}).encode().ljust(BLOCK))
        self._file.write(bytes(2 * BLOCK))

    def close(self) -> None:
        """Have all of it on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close it, whatever the disk says."""
        with suppress(OSError):
            self._file.close()


class Source:
    """Gives the bytes of a member, and sums what was read."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; raises Refused where the file ends too early."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        if len(data) != wanted:
            raise truncated()
        self._left -= wanted
        self.sum.update(data)
        return data


class Reader:
    """Reads members where they are. Raises Refused, and OSError."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def entry(self, offset: int) -> Entry:
        """The member whose header begins there."""
        self._file.seek(offset)
        block = self._file.read(BLOCK)
        if len(block) < BLOCK:
            raise truncated()
        try:
            found = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise Refused(_("The backup is damaged at byte %(n)d.") % {"n": offset}) from error
        return Entry(found.name, offset, found.size)

    def open(self, entry: Entry) -> Source:
        """Its bytes, one member at a time."""
        self._file.seek(entry.offset + BLOCK)
        return Source(self._file, entry.length)

    def json(self, offset: int, name: str) -> Any:
        """What the member at an offset says, which has to be of this name."""
        entry = self.entry(offset)
        if entry.name != name:
            raise Refused(_("This file is no backup of a help desk."))
        try:
            return json.loads(self.open(entry).read())
        except ValueError as error:
            raise damaged(name) from error

    def manifest(self) -> Any:
        """The list of what has to be there; it is missing where writing was broken off."""
        size = self._file.seek(0, os.SEEK_END)
        place = size - 4 * BLOCK
        if place < 0 or size % BLOCK:
            raise truncated()
        try:
            if self.entry(place).name != END:
                raise truncated()
        except Refused as error:
            raise truncated() from error
        at = self.json(place, END)["manifest"]
        return {"at": at, **self.json(at, MANIFEST)}


def settle(part: Path, target: Path) -> None:
    """Give a whole archive its name, durably. Raises OSError."""
    part.replace(target)
    if os.name == "posix":
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def truncated() -> Refused:
    """The end is missing."""
    return Refused(
        _("The backup isn't whole: its end is missing. It was copied or written only in part.")
    )


def damaged(name: str) -> Refused:
    """A member isn't what was written."""
    return Refused(_("The backup is damaged: “%(name)s” isn't what was written.") % {"name": name})


def chained(chain: str, name: str, length: int) -> str:
    """A sum over the names and lengths of many members, which stays short."""
    return hashlib.sha256(f"{chain}\n{name}\n{length}".encode()).hexdigest()


def _header(name: str, length: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = length, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)
