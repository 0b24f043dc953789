"""Reads rows as of one moment, into one member of the archive."""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from helpdesk import db
from helpdesk.backup import tables, values
from helpdesk.backup.archive import Writer
from helpdesk.backup.tables import MOST, TICKET, Shape

_LEVEL = 3  # gzip: most of what there is to gain, in a third of the time
# Work that sends something or belongs to this machine; waiting ones of the others go on.
_JOBS_LEFT_OUT = ("backup.", "export.", "search.rebuild", "passwords.", "every:")


@contextmanager
def snapshot() -> Iterator[None]:
    """All reads inside see the database as of one moment; nobody waits for them."""
    database = db.current()
    if db.is_mysql():
        database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        begin = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
    else:
        begin = "BEGIN DEFERRED"
    with database.manual_commit():
        database.execute_sql(begin)
        try:
            yield
        finally:
            database.execute_sql("ROLLBACK")


def keys_after(shape: Shape, condition: str, last: int, most: int = 0) -> list[int]:
    """The next keys of a table, in order."""
    key = tables.quoted(shape.key)
    where = " AND ".join(filter(None, [f"{key} > {int(last)}", condition]))
    limit = f" LIMIT {most}" if most else ""
    statement = f"SELECT {key} FROM {shape.full} WHERE {where} ORDER BY {key}{limit}"
    return [int(row[0]) for row in db.current().execute_sql(statement).fetchall()]


def highest(shape: Shape) -> int:
    """The highest key of a table."""
    key = tables.quoted(shape.key)
    return int(tables.value(f"SELECT MAX({key}) FROM {shape.full}") or 0)


def next_ids(shapes: dict[str, Shape]) -> dict[str, int]:
    """The highest number ever given out, where a deleted one's is never given again."""
    if db.is_mysql():
        found = db.current().execute_sql(
            "SELECT table_name, auto_increment - 1 FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL"
        )
    else:
        found = db.current().execute_sql("SELECT name, seq FROM sqlite_sequence")
    known = {db.prefix() + name: name for name in shapes}
    return {known[name]: int(seq) for name, seq in found.fetchall() if name in known}


class Part:
    """A member with rows of several tables; `counts` says how many that stand here only."""

    def __init__(self, writer: Writer, name: str, shapes: dict[str, Shape]) -> None:
        self.counts: dict[str, int] = {}
        self._writer, self._name, self._shapes = writer, name, shapes
        self._stack = ExitStack()
        self._out: Any = None
        self._wanted: dict[str, set[int]] = {}
        self._there: dict[str, set[int]] = {}

    def __enter__(self) -> "Part":
        sink = self._stack.enter_context(self._writer.member(self._name))
        self._out = self._stack.enter_context(
            gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=_LEVEL, mtime=0)
        )
        self._stack.enter_context(snapshot())
        return self

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            self._referred()
        self._stack.__exit__(*error)

    def tickets(self, numbers: Sequence[int]) -> None:
        """Tickets, and the rows of all tables that hang on them."""
        for some in _by(numbers, MOST):
            listed = tables.listed(some)
            ticket = self._shapes[TICKET]
            self._write(ticket, f"{tables.quoted(ticket.key)} IN ({listed})")
            for shape in self._shapes.values():
                if shape.hangs:
                    self._write(shape, f"{tables.quoted(shape.hangs)} IN ({listed})")

    def rows(self, shape: Shape, keys: Sequence[int]) -> None:
        """Rows by their keys."""
        for some in _by(keys, MOST):
            self._write(shape, f"{tables.quoted(shape.key)} IN ({tables.listed(some)})")

    def all(self, shape: Shape, condition: str) -> None:
        """All rows of a table, or those under a condition."""
        self._write(shape, condition)

    def _write(self, shape: Shape, condition: str, *, again: bool = False) -> None:
        places = [(shape.columns.index(r.column), r.table) for r in shape.references]
        key = shape.columns.index(shape.key) if shape.key else -1
        there = self._there.setdefault(shape.name, set())
        many = 0
        for row in tables.rows(shape.select(condition)):
            if shape.name == "job" and (row := _job(shape, row)) is None:
                continue
            if not many:
                head = values.section(shape.name, shape.columns, again=again)
                self._out.write(values.line(head))
            self._out.write(values.line(row))
            many += 1
            if key >= 0:
                there.add(row[key])
            for place, table in places:
                if row[place] is not None:
                    self._wanted.setdefault(table, set()).add(row[place])
        if many and not again:
            self.counts[shape.name] = self.counts.get(shape.name, 0) + many

    def _referred(self) -> None:
        """Rows that those refer to, and what these refer to in turn."""
        while self._wanted:
            name, keys = self._wanted.popitem()
            missing = sorted(keys - self._there.get(name, set()))
            shape = self._shapes.get(name)
            if shape is None or not shape.key:
                continue
            for some in _by(missing, MOST):
                self._there.setdefault(name, set()).update(some)
                condition = f"{tables.quoted(shape.key)} IN ({tables.listed(some)})"
                self._write(shape, condition, again=True)


def _job(shape: Shape, row: Any) -> Any:
    """Work that waits, free to be claimed; recurring work queues itself."""
    found = dict(zip(shape.columns, row, strict=True))
    names = (found["name"], found["unique_key"] or "")
    if found["state"] != "waiting" or any(n.startswith(_JOBS_LEFT_OUT) for n in names):
        return None
    found |= {"claimed_by": "", "claimed_until": None}
    return list(found.values())


def _by(keys: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), most):
        yield keys[begin : begin + most]
