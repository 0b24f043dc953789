"""What the tables of a desk are, as the database tells it: the models may be newer.

`shape` finds them by the prefix, with their columns, keys and references. What is made anew by
itself, or is of no use to anybody else, isn't taken along.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk import db

HISTORY = "schema_migration"
PARTS = "restored_part"  # where a restoring keeps which members it has taken in
# The index is made again; browsers sign in again; what somebody tried a moment ago is past.
_LEFT_OUT = {HISTORY, PARTS, "session", "throttle", "once", "presence", "beat", "slow_page"}
_LEFT_OUT |= {"file_content", "file_chunk"}  # bytes go with the files
_LEFT_OUT_BEGINNING = ("search_",)
TICKET = "ticket"
_HANGS = ("ticket", "ticket_id")
MOST = 500  # keys in one statement


@dataclass(frozen=True)
class Reference:
    """A column that holds the key of another table's row."""

    column: str
    table: str
    key: str
    may_be_null: bool


@dataclass(frozen=True)
class Shape:
    """A table: its name without the prefix; `key` is '' unless one whole number tells its rows
    apart; `hangs` is the column by which they hang on tickets, '' if they don't."""

    name: str
    columns: tuple[str, ...]
    key: str
    hangs: str
    references: tuple[Reference, ...]

    def select(self, condition: str = "", more: str = "") -> str:
        """The words that read its rows."""
        names = ", ".join(map(quoted, self.columns))
        where = f" WHERE {condition}" if condition else ""
        return f"SELECT {names} FROM {self.full}{where} {more}"

    @property
    def full(self) -> str:
        """Its name in statements."""
        return quoted(db.prefix() + self.name)


def shapes() -> dict[str, Shape]:
    """The desk's tables that a backup takes along, by name."""
    columns, references = _mysql() if db.is_mysql() else _sqlite()
    prefix = db.prefix()
    return {
        name: _shape(name, columns[prefix + name], references.get(prefix + name, []))
        for name in names()
    }


def names() -> list[str]:
    """Which tables a backup takes along."""
    bare = sorted(name.removeprefix(db.prefix()) for name in all_names())
    return [n for n in bare if n not in _LEFT_OUT and not n.startswith(_LEFT_OUT_BEGINNING)]


def all_names() -> list[str]:
    """All tables of this desk, with the prefix."""
    found, prefix = db.current().get_tables(), db.prefix()
    # Another desk's prefix may begin with ours: it has a history of its own.
    others = [
        name.removesuffix(HISTORY)
        for name in found
        if name.startswith(prefix) and name.endswith(HISTORY) and name != prefix + HISTORY
    ]
    return [n for n in found if n.startswith(prefix) and not n.startswith(tuple(others))]


def migrations() -> list[str]:
    """The scripts that made these tables, in order."""
    rows = db.current().execute_sql(f"SELECT name FROM {quoted(db.prefix() + HISTORY)}")
    return sorted(str(row[0]) for row in rows.fetchall())


def value(statement: str, values: Sequence[Any] = ()) -> Any:
    """The one value that a statement asks for."""
    row = db.current().execute_sql(statement, tuple(values)).fetchone()
    return row[0] if row else None


def rows(statement: str) -> Iterator[Sequence[Any]]:
    """The rows that a statement asks for, a few at a time: PyMySQL's usual way holds them all."""
    if db.is_mysql():
        from pymysql.cursors import SSCursor

        cursor: Any = db.current().connection().cursor(SSCursor)
    else:
        cursor = db.current().connection().cursor()
    try:
        cursor.execute(statement)
        while some := cursor.fetchmany(100):
            yield from some
    finally:
        cursor.close()


def listed(keys: Sequence[int]) -> str:
    """Whole numbers, as a statement lists them."""
    return ", ".join(str(int(key)) for key in keys) or "NULL"


def quoted(name: str) -> str:
    """A name as statements have it."""
    begin, end = db.current().quote
    return f"{begin}{name}{end}"


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str
    may_be_null: bool
    is_key: bool


_Columns = dict[str, list[_Column]]
_Pointers = dict[str, list[tuple[str, str, str]]]  # column, other table, its key


def _shape(name: str, columns: list[_Column], pointers: list[tuple[str, str, str]]) -> Shape:
    keys = [column for column in columns if column.is_key]
    single = len(keys) == 1 and "int" in keys[0].kind.lower()
    nullable = {column.name for column in columns if column.may_be_null}
    references = tuple(
        Reference(column, table.removeprefix(db.prefix()), key, column in nullable)
        for column, table, key in pointers
    )
    return Shape(
        name,
        tuple(column.name for column in columns),
        keys[0].name if single else "",
        next((column.name for column in columns if column.name in _HANGS), ""),
        references,
    )


def _sqlite() -> tuple[_Columns, _Pointers]:
    database = db.current()
    columns: _Columns = {}
    pointers: _Pointers = {}
    for table in database.get_tables():
        columns[table] = [
            _Column(c.name, c.data_type, c.null, c.primary_key) for c in database.get_columns(table)
        ]
        pointers[table] = [
            (key.column, key.dest_table, key.dest_column)
            for key in database.get_foreign_keys(table)
        ]
    return columns, pointers


def _mysql() -> tuple[_Columns, _Pointers]:
    """By two questions: one for each table takes long where the server is far away."""
    columns: _Columns = {}
    pointers: _Pointers = {}
    for table, name, kind, null, key in _asked(
        "SELECT table_name, column_name, data_type, is_nullable, column_key"
        " FROM information_schema.columns WHERE table_schema = DATABASE()"
        " ORDER BY table_name, ordinal_position"
    ):
        found = _Column(name, kind, null == "YES", key == "PRI")
        columns.setdefault(table, []).append(found)
    for table, name, other, other_key in _asked(
        "SELECT table_name, column_name, referenced_table_name, referenced_column_name"
        " FROM information_schema.key_column_usage"
        " WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL"
    ):
        pointers.setdefault(table, []).append((name, other, other_key))
    return columns, pointers


def _asked(question: str) -> list[Sequence[str]]:
    rows = db.current().execute_sql(question).fetchall()
    return [[v.decode() if isinstance(v, bytes) else str(v) for v in row] for row in rows]
