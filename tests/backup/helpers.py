"""Whole backups made and read at once, and the rows of a desk to compare."""

import gzip
import json
from pathlib import Path
from typing import Any

from helpdesk import db
from helpdesk.backup import archive, restoring, tables, values, writing
from helpdesk.config import Database


def backup(folder: Path, target: Path, seconds: float = 5.0, **how: Any) -> Path:
    """Make a backup, by as many slices as it takes."""
    checkpoint: dict[str, Any] | None = None
    while True:
        step = writing.slice_of(folder, target, checkpoint, seconds, **how)
        if step.checkpoint is None:
            return target
        checkpoint = json.loads(json.dumps(step.checkpoint))


def rows_in(target: Path) -> dict[str, dict[str, list[Any]]]:
    """All rows of an archive by table and key, or by their whole where there is no single key."""
    found: dict[str, dict[str, list[Any]]] = {}
    with archive.Reader(target) as reader:
        for name, offset, length, _sum in reader.manifest()["members"]:
            if name.startswith("rows/"):
                source = reader.open(archive.Entry(name, offset, length))
                _take(gzip.decompress(source.read()), found)
    return found


def _take(content: bytes, found: dict[str, dict[str, list[Any]]]) -> None:
    table: dict[str, list[Any]] = {}
    for line in content.splitlines():
        row = values.read(line)
        if isinstance(row, dict):
            table = found.setdefault(row["table"], {})
        else:
            table[repr(row[0])] = row


def rows() -> dict[str, list[Any]]:
    """What the present database holds, table by table, as an archive would write it."""
    return {
        shape.name: sorted(
            [json.loads(values.line(list(row))) for row in tables.rows(shape.select())],
            key=repr,
        )
        for shape in tables.shapes().values()
    }


def closed() -> None:
    """Let go of the connection of this thread."""
    if not db.database.is_closed():
        db.database.close()


def restored(folder: Path, archive: Path, into: Database, seconds: float = 5.0, **how: Any) -> None:
    """Restore into new tables, by as many slices as it takes."""
    checkpoint: dict[str, Any] | None = None
    while True:
        step = restoring.slice_of(folder, archive, into, checkpoint, seconds, **how)
        if step.checkpoint is None:
            return
        checkpoint = json.loads(json.dumps(step.checkpoint))
