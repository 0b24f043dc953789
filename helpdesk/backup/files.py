"""The bytes of files on their way into an archive and out of it.

On their way in they may lie on the disk or in the database; out of it they go to the disk, from
where `attachments.moving` brings them to the place that the settings name.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from helpdesk import db
from helpdesk.attachments import pictures
from helpdesk.attachments.disk import Disk
from helpdesk.attachments.store import preview_of
from helpdesk.backup import tables
from helpdesk.backup.archive import CHUNK, Source

NAME = 64  # signs: a SHA-256; the small pictures have longer names, and are made again
CONTENT, PIECE = "file_content", "file_chunk"


def disk(folder: Path) -> Disk:
    """The files of a data folder."""
    return Disk(folder / "files")


def names(folder: Path, place: str, after: str) -> Iterator[str]:
    """Names in order behind one, of files on the disk or only in the database."""
    here = disk(folder)
    if place == "disk":
        yield from (name for name in here.names(after) if len(name) == NAME)
    elif db.current().table_exists(db.prefix() + CONTENT):
        mark = db.current().param
        select = f"SELECT name FROM {_table(CONTENT)} WHERE name > {mark} ORDER BY name LIMIT 200"
        while found := db.current().execute_sql(select, (after,)).fetchall():
            after = found[-1][0]
            yield from (n for (n,) in found if len(n) == NAME and here.size(n) is None)


def pieces(folder: Path, place: str, name: str) -> Iterator[bytes]:
    """The bytes of one; raises FileNotFoundError when it was swept away."""
    if place == "disk":
        with disk(folder).path(name).open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
        return
    mark = db.current().param
    row = tables.value(f"SELECT id FROM {_table(CONTENT)} WHERE name = {mark}", (name,))
    if row is None:
        raise FileNotFoundError(name)
    select = f"SELECT data FROM {_table(PIECE)} WHERE content = {mark} AND position = {mark}"
    position = 0
    while (data := tables.value(select, (row, position))) is not None:
        yield bytes(data)
        position += 1


def put(folder: Path, name: str, source: Source) -> None:
    """Store one that isn't there yet, with its small picture. Raises OSError."""
    here = disk(folder)
    if not here.touch(name):
        _store(here, name, iter(partial(source.read, CHUNK), b""))


def bring(folder: Path, name: str) -> None:
    """Store one that only the present database has, unless its bytes aren't whole any more. Raises
    OSError."""
    with contextlib.suppress(FileNotFoundError):
        _store(disk(folder), name, pieces(folder, "database", name), is_checked=True)


def _store(here: Disk, name: str, content: Iterator[bytes], *, is_checked: bool = False) -> None:
    here.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with _spool(here) as file:
        for piece in content:
            file.write(piece)
            if is_checked:
                digest.update(piece)
        file.flush()
        if is_checked and digest.hexdigest() != name:
            return
        _small(here, name, Path(file.name))
        here.put(name, Path(file.name))


def _small(here: Disk, name: str, written: Path) -> None:
    with written.open("rb") as stream:
        picture = pictures.look(stream)
    if picture is not None and here.size(preview_of(name)) is None:
        with _spool(here) as small:
            if pictures.make_preview(written, Path(small.name)):
                here.put(preview_of(name), Path(small.name))


@contextmanager
def _spool(here: Disk) -> Iterator[IO[bytes]]:
    """A file of its own in the folder, away at the end if it is still there."""
    with tempfile.NamedTemporaryFile(prefix=".new-", dir=here.folder, delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def _table(name: str) -> str:
    return tables.quoted(db.prefix() + name)
