"""Bytes in the database, in chunks: for desks on several machines.

A file's row has no name while its chunks come and go, so that nobody meets a part of a file; what a
killed process leaves has no name either. A chunk is small enough for a server that takes packets of
a megabyte (each byte is sent as two), and a transaction for one that has little memory.
"""

import io
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from peewee import fn

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import FileChunk, FileContent

CHUNK = 256 * 1024  # bytes
AT_ONCE = 16  # chunks that are written in one transaction

_found = db.Prepared(
    lambda name: (
        FileContent.select(FileContent.id, FileContent.size)
        .where(FileContent.name == name)
        .tuples()
    )
)
_chunk = db.Prepared(
    lambda content, position: (
        FileChunk.select(FileChunk.data)
        .where((FileChunk.content == content) & (FileChunk.position == position))
        .tuples()
    )
)


class Chunks:
    """The files in the desk's database; names are as on the disk."""

    def touch(self, name: str) -> bool:
        """Make bytes young, so that the sweep leaves them alone; False when there are none."""
        change = FileContent.update(touched=now()).where(FileContent.name == name)
        return bool(db.retried(change.execute) == 1)

    def put(self, name: str, source: Path) -> None:
        """Take in a file as a whole or not at all. Raises OSError and peewee's errors."""
        row = db.retried(lambda: FileContent.create(size=source.stat().st_size))
        with source.open("rb") as stream:
            pieces = enumerate(iter(partial(stream.read, CHUNK), b""))
            while some := list(islice(pieces, AT_ONCE)):
                db.retried(partial(_write, row.id, some))
        try:
            db.retried(lambda: _name(row.id, name))
        except db.IntegrityError:  # somebody else was a moment faster with the same bytes
            _remove_row(row.id)
            if not self.touch(name):
                self.put(name, source)

    def size(self, name: str) -> int | None:
        """How many bytes; None when there are none."""
        row = _found.first(name)
        return row[1] if row else None

    def open(self, name: str, elsewhere: Path) -> io.BufferedReader | None:
        """A stream of bytes; None when there are none. It goes on `elsewhere` when they are moved
        there meanwhile."""
        row = _found.first(name)
        if row is None:
            return None
        return io.BufferedReader(_Reader(row[0], row[1], elsewhere), CHUNK)

    def there(self, names: list[str]) -> set[str]:
        """Which of these there are; one query."""
        query = FileContent.select(FileContent.name).where(FileContent.name.in_(names))
        return {name for (name,) in query.tuples()}

    def names(self, after: str = "") -> Iterator[str]:
        """All that is here, in order, beginning behind a name."""
        query = FileContent.select(FileContent.name).order_by(FileContent.name).limit(100)
        while rows := list(query.where(FileContent.name > after).tuples()):
            yield from (name for (name,) in rows)
            after = rows[-1][0]

    def older_than(self, seconds: int) -> Iterator[str]:
        """SHA-256 of files that nobody touched for so long."""
        old = FileContent.touched < now() - timedelta(seconds=seconds)
        whole = fn.LENGTH(FileContent.name) == 64
        query = FileContent.select(FileContent.name).where(old & whole)
        yield from (name for (name,) in list(query.tuples()))

    def remove(self, name: str, seconds: int) -> bool:
        """Remove bytes, unless somebody has touched them since; whether they are gone."""
        old = FileContent.touched < now() - timedelta(seconds=seconds)
        self._remove(name, old)
        return self.size(name) is None

    def discard(self, name: str) -> None:
        """Remove bytes in any case."""
        self._remove(name, FileContent.id > 0)

    def remove_unfinished(self, seconds: int) -> None:
        """Remove what processes that were killed in the middle have left."""
        old = FileContent.touched < now() - timedelta(seconds=seconds)
        for row in list(FileContent.select(FileContent.id).where(old & FileContent.name.is_null())):
            _remove_row(row.id)

    def _remove(self, name: str, when: Any) -> None:
        row = _found.first(name)
        if row is None:
            return
        this = (FileContent.id == row[0]) & (FileContent.name == name) & when
        # From here on whoever sends these bytes writes them anew.
        change = FileContent.update(name=None, touched=now()).where(this)
        if db.retried(change.execute) == 1:
            _remove_row(row[0])


class _Reader(io.RawIOBase):
    """Reads chunk by chunk, so that it takes the memory of one, whatever the file has."""

    def __init__(self, content: int, size: int, elsewhere: Path) -> None:
        self._content, self._size, self._elsewhere = content, size, elsewhere
        self._at = 0

    def readable(self) -> bool:
        """As io has it."""
        return True

    def seekable(self) -> bool:
        """As io has it."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As io has it."""
        self._at = max(0, {0: 0, 1: self._at, 2: self._size}[whence] + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer up to the end of a chunk."""
        if self._at >= self._size:
            return 0
        number, begin = divmod(self._at, CHUNK)
        piece = self._piece(number)[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _piece(self, number: int) -> bytes:
        row = _borrowed(lambda: _chunk.first(self._content, number))
        if row is not None:
            return bytes(row[0])
        with self._elsewhere.open("rb") as stream:
            stream.seek(number * CHUNK)
            return stream.read(CHUNK)


def _borrowed(read: Any) -> Any:
    """Ask the database also when the request has let go of it, while its answer is on its way."""
    if not db.database.is_closed():
        return read()
    with db.connection():
        return read()


def _write(content: int, pieces: list[tuple[int, bytes]]) -> None:
    with db.transaction():
        for position, data in pieces:
            if db.is_mysql():  # PyMySQL's own quoting takes several times as long as the rest
                table = FileChunk._meta.table_name
                sql = f"INSERT INTO `{table}` (content, position, data) VALUES (%s, %s, "
                db.database.execute_sql(f"{sql}X'{data.hex()}')", (content, position))
            else:
                FileChunk.create(content=content, position=position, data=data)


def _name(content: int, name: str) -> None:
    with db.transaction():
        FileContent.update(name=name, touched=now()).where(FileContent.id == content).execute()


def _remove_row(content: int) -> None:
    """Remove bytes that have no name any more, with small transactions; a kill may come between."""
    chunks = FileChunk.select(FileChunk.position).where(FileChunk.content == content)
    for position in [position for (position,) in chunks.tuples()]:
        this = (FileChunk.content == content) & (FileChunk.position == position)
        db.retried(FileChunk.delete().where(this).execute)
    db.retried(FileContent.delete().where(FileContent.id == content).execute)
