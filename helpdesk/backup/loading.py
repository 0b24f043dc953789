"""Takes the rows of one member into the tables `elsewhere`, once."""

import gzip
import json
import sqlite3
from collections.abc import Sequence
from itertools import islice
from typing import Any

import peewee

from helpdesk import db
from helpdesk.backup import tables, values
from helpdesk.backup.archive import Entry, Reader, Refused, damaged
from helpdesk.backup.tables import PARTS, Shape, quoted
from helpdesk.i18n import _

BATCH = 500  # rows in one statement, or as many as a packet takes
_DUPLICATE = 1062


def without_checks(database: peewee.Database) -> None:
    """Let rows come in any order; in the end each reference is looked at."""
    if db.is_mysql():
        database.execute_sql("SET SESSION foreign_key_checks = 0, unique_checks = 1")
    else:
        database.execute_sql("PRAGMA foreign_keys = 0")


def prepare() -> None:
    """Empty tables, and one that notes which members are in. It comes last: where it is, members
    may be in already, and nothing is emptied any more."""
    if is_noted():
        return
    database = db.current()
    for shape in tables.shapes().values():  # scripts may have filled some
        database.execute_sql(f"DELETE FROM {shape.full}")
    database.execute_sql(
        f"CREATE TABLE IF NOT EXISTS {_parts()} (name VARCHAR(120) PRIMARY KEY, told TEXT)"
        + (" ENGINE=InnoDB" if db.is_mysql() else "")
    )


def take(reader: Reader, entry: Entry, shapes: dict[str, Shape]) -> None:
    """Insert the rows of a member in one transaction, unless that is done. Raises Refused."""
    mark = db.current().param
    with db.current().atomic():
        known = f"SELECT COUNT(*) FROM {_parts()} WHERE name = {mark}"
        if tables.value(known, (entry.name,)):
            return
        part = _Part(shapes)
        try:
            with gzip.GzipFile(fileobj=reader.open(entry)) as lines:  # type: ignore[call-overload]
                part.take(lines)
        except (EOFError, gzip.BadGzipFile, ValueError) as error:
            raise damaged(entry.name) from error
        told = json.dumps({"read": part.read, "stored": part.stored})
        insert = f"INSERT INTO {_parts()} (name, told) VALUES ({mark}, {mark})"
        db.current().execute_sql(insert, (entry.name, told))


def is_noted() -> bool:
    """Whether the notes of what was taken in are still there."""
    return bool(db.current().table_exists(db.prefix() + PARTS))


def told() -> tuple[dict[str, int], dict[str, int]]:
    """How many rows of each table were read, and how many stored."""
    read: dict[str, int] = {}
    stored: dict[str, int] = {}
    for (text,) in db.current().execute_sql(f"SELECT told FROM {_parts()}").fetchall():
        found = json.loads(text)
        for name, many in found["read"].items():
            read[name] = read.get(name, 0) + many
        for name, many in found["stored"].items():
            stored[name] = stored.get(name, 0) + many
    return read, stored


class _Part:
    """`read` counts the rows that stand in one place only, `stored` all that were put in."""

    def __init__(self, shapes: dict[str, Shape]) -> None:
        self.read: dict[str, int] = {}
        self.stored: dict[str, int] = {}
        self._shapes = shapes

    def take(self, lines: Any) -> None:
        """All rows, under the words that say whose they are."""
        head: dict[str, Any] = {}
        rows: list[Any] = []
        while some := list(islice(lines, BATCH)):
            for line in some:
                row = values.read(line)
                if isinstance(row, dict):
                    self._store(head, rows)
                    head, rows = row, []
                else:
                    rows.append(row)
            self._store(head, rows)
            rows = []

    def _store(self, head: dict[str, Any], rows: list[Any]) -> None:
        if not rows:
            return
        name = head["table"]
        shape = self._shapes.get(name)
        if shape is None or not set(head["columns"]) <= set(shape.columns):
            raise Refused(
                _("The backup holds rows that its own tables have no place for: %(name)s.")
                % {"name": name}
            )
        if head["again"]:
            rows = _missing(shape, head["columns"], rows)
        else:
            self.read[name] = self.read.get(name, 0) + len(rows)
        if rows:
            many = _inserted(shape, head["columns"], rows)
            self.stored[name] = self.stored.get(name, 0) + many


def _missing(shape: Shape, columns: Sequence[str], rows: list[Any]) -> list[Any]:
    place = columns.index(shape.key)
    keys = tables.listed([row[place] for row in rows])
    select = f"SELECT {quoted(shape.key)} FROM {shape.full} WHERE {quoted(shape.key)} IN ({keys})"
    there = {key for (key,) in db.current().execute_sql(select).fetchall()}
    return [row for row in rows if row[place] not in there]


def _inserted(shape: Shape, columns: Sequence[str], rows: list[Any]) -> int:
    """Insert rows; those whose key, or other unique value, is there already stay out."""
    names = ", ".join(map(quoted, columns))
    marks = ", ".join([db.current().param] * len(columns))
    insert = f"INSERT INTO {shape.full} ({names}) VALUES ({marks})"
    try:
        with db.current().atomic():
            db.current().cursor().executemany(insert, rows)
        return len(rows)
    except Exception as error:
        if not _is_duplicate(error):
            raise
    return sum(_is_new(insert, row) for row in rows)


def _is_new(insert: str, row: Any) -> bool:
    try:
        db.current().cursor().execute(insert, row)
    except Exception as error:
        if not _is_duplicate(error):
            raise
        return False
    return True


def _is_duplicate(error: Exception) -> bool:
    if isinstance(error, sqlite3.IntegrityError):
        return str(error).startswith("UNIQUE constraint failed")
    return bool(error.args) and error.args[0] == _DUPLICATE


def _parts() -> str:
    return quoted(db.prefix() + PARTS)
