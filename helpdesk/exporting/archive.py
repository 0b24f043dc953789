"""A zip archive that is written in slices: after a kill it goes on where a slice had ended.

Python's `zipfile` keeps the directory in memory and writes it last, so that a killed one leaves
nothing to go on with. Here the directory lies in a file beside the archive until the end, and what
was written after the last `pause` is cut off again. Each entry's size is known when it begins.
"""

import os
import struct
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

STORED, DEFLATED = 0, 8
_UTF8, _VERSION = 0x800, 45  # 45: sizes beyond 4 GB may follow
_MOST, _MANY = 0xFFFFFFFF, 0xFFFF  # what doesn't fit the old fields stands in the newer ones
_CRC_AT = 14  # bytes into an entry's head


class Lost(Exception):
    """The files on the disk are older than what is remembered of them: begin anew."""


def reopened(path: Path, length: int) -> BinaryIO:
    """A file as it was at a pause, ready for more; raises Lost when there is less of it."""
    file = path.open("r+b" if length else "w+b") if length == 0 or path.exists() else None
    if file is None or os.fstat(file.fileno()).st_size < length:
        if file is not None:
            file.close()
        raise Lost(path.name)
    file.truncate(length)
    file.seek(length)
    return file


def settled(file: BinaryIO) -> int:
    """The length of a file of which everything is on the disk now."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


class Part:
    """Lines on their way into the archive, packed already; several can grow at the same time."""

    def __init__(self, path: Path, known: dict[str, int] | None) -> None:
        known = known or {"length": 0, "size": 0, "crc": 0, "lines": 0}
        self.size, self.crc, self.lines = known["size"], known["crc"], known["lines"]
        self._file = reopened(path, known["length"])
        self._pack = zlib.compressobj(6, zlib.DEFLATED, -15)

    def write(self, line: bytes) -> None:
        """Add a line."""
        self.size, self.lines = self.size + len(line), self.lines + 1
        self.crc = zlib.crc32(line, self.crc)
        self._file.write(self._pack.compress(line))

    def pause(self, *, end: bool = False) -> dict[str, int]:
        """What to go on from, or what there is at the end; afterwards the part is closed."""
        # A full flush ends on a whole byte, and what follows refers to nothing before it.
        self._file.write(self._pack.flush(zlib.Z_FINISH if end else zlib.Z_FULL_FLUSH))
        length = settled(self._file)
        self._file.close()
        return {"length": length, "size": self.size, "crc": self.crc, "lines": self.lines}


@dataclass
class Entry:
    """What is being written; sizes in bytes, unpacked and packed."""

    name: str
    method: int
    size: int
    packed: int
    crc: int
    begins: int
    written: int = 0


class Archive:
    """The archive while it is made. `known` is what `pause` gave."""

    def __init__(self, folder: Path, made: datetime, known: dict[str, Any] | None = None) -> None:
        known = known or {"length": 0, "directory": 0, "entries": 0, "entry": None}
        self.path = folder / "archive.zip"
        self._file = reopened(self.path, known["length"])
        self._directory = reopened(folder / "directory", known["directory"])
        self.entries: int = known["entries"]
        self.entry = Entry(**known["entry"]) if known["entry"] else None
        self._stamp = _stamp(made)

    def begin(self, name: str, size: int, *, packed: int | None = None, crc: int = 0) -> Entry:
        """Begin an entry of `size` bytes; with `packed` so many deflated bytes will come."""
        method, length = (STORED, size) if packed is None else (DEFLATED, packed)
        self.entry = Entry(name, method, size, length, crc, self._file.tell())
        more = struct.pack("<HHQQ", 1, 16, size, length) if max(size, length) >= _MOST else b""
        self._file.write(
            struct.pack("<4sHHH", b"PK\3\4", _VERSION, _UTF8, method)
            + self._stamp
            + struct.pack("<III", crc, min(length, _MOST), min(size, _MOST))
            + struct.pack("<HH", len(name.encode()), len(more))
            + name.encode()
            + more
        )
        return self.entry

    def write(self, data: bytes) -> None:
        """Add bytes to the entry."""
        assert self.entry is not None
        self._file.write(data)
        self.entry.written += len(data)
        if self.entry.method == STORED:
            self.entry.crc = zlib.crc32(data, self.entry.crc)

    def end(self) -> None:
        """End the entry, which is as long as it was said to be."""
        done, self.entry = self.entry, None
        assert done is not None and done.written == done.packed, done
        if done.method == STORED:
            self._file.seek(done.begins + _CRC_AT)
            self._file.write(struct.pack("<I", done.crc))
            self._file.seek(0, os.SEEK_END)
        self._directory.write(self._listed(done))
        self.entries += 1

    def add(self, name: str, content: bytes) -> None:
        """A whole entry at once."""
        self.begin(name, len(content))
        self.write(content)
        self.end()

    def pause(self) -> dict[str, Any]:
        """What to go on from; afterwards the archive is closed."""
        known = {"length": settled(self._file), "directory": settled(self._directory)}
        self._close()
        return {**known, "entries": self.entries, "entry": self.entry and asdict(self.entry)}

    def finish(self) -> Path:
        """Write the directory behind the entries: now the archive is whole."""
        begins = self._file.tell()
        self._directory.seek(0)
        while chunk := self._directory.read(1 << 20):
            self._file.write(chunk)
        self._file.write(_end(self.entries, begins, self._file.tell() - begins))
        settled(self._file)
        self._close()
        return self.path

    def _listed(self, entry: Entry) -> bytes:
        """The entry as the directory has it."""
        large = [n for n in (entry.size, entry.packed, entry.begins) if n >= _MOST]
        more = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        name = entry.name.encode()
        return (
            struct.pack("<4sHHHH", b"PK\1\2", 3 << 8 | _VERSION, _VERSION, _UTF8, entry.method)
            + self._stamp
            + struct.pack("<III", entry.crc, min(entry.packed, _MOST), min(entry.size, _MOST))
            + struct.pack("<HHHHH", len(name), len(more), 0, 0, 0)
            + struct.pack("<II", 0o100600 << 16, min(entry.begins, _MOST))
            + name
            + more
        )

    def _close(self) -> None:
        self._file.close()
        self._directory.close()


def _end(entries: int, begins: int, size: int) -> bytes:
    """The end of the directory; twice where it doesn't fit the old one."""
    newer = b""
    if entries >= _MANY or begins >= _MOST or size >= _MOST:
        newer = struct.pack("<4sQHHII", b"PK\6\6", 44, _VERSION, _VERSION, 0, 0)
        newer += struct.pack("<QQQQ", entries, entries, size, begins)
        newer += struct.pack("<4sIQI", b"PK\6\7", 0, begins + size, 1)
    few = min(entries, _MANY)
    sizes = (min(size, _MOST), min(begins, _MOST))
    return newer + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, few, few, *sizes, 0)


def _stamp(moment: datetime) -> bytes:
    """A time and a day as DOS wrote them."""
    day = (max(moment.year, 1980) - 1980) << 9 | moment.month << 5 | moment.day
    return struct.pack("<HH", moment.hour << 11 | moment.minute << 5 | moment.second // 2, day)
