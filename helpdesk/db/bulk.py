"""Many rows at once: one INSERT for as many as fit a statement, past peewee's query builder."""

from collections.abc import Iterable, Sequence
from typing import Any

from helpdesk.db import database, is_mysql
from helpdesk.db.fields import RisingId, Table


def insert(table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in the caller's transaction; columns that aren't named get their defaults.

    Values are as the database takes them: moments as text, keys as numbers.
    """
    fields = [table._meta.fields[name] for name in columns]
    rest = {
        field: default() if callable(default) else default
        for field, default in table._meta.defaults.items()
        if field.name not in columns  # (fields compare into conditions)
    }
    fixed = tuple(field.db_value(value) for field, value in rest.items())
    names = ", ".join(_quoted(field.column_name) for field in (*fields, *rest))
    marks = ", ".join(["%s" if is_mysql() else "?"] * (len(fields) + len(fixed)))
    statement = f"INSERT INTO {_quoted(table._meta.table_name)} ({names}) VALUES ({marks})"
    # PyMySQL joins as many rows into one statement as every server's packet size allows.
    with_defaults = [(*row, *fixed) for row in rows] if fixed else list(rows)
    if with_defaults:
        database.cursor().executemany(statement, with_defaults)


def highest(table: type[Table]) -> int:
    """The highest id that a table holds, or ever held where SQLite keeps a record of it."""
    name = table._meta.table_name
    found = database.execute_sql(f"SELECT MAX(id) FROM {_quoted(name)}").fetchone()[0] or 0
    if isinstance(table._meta.primary_key, RisingId) and not is_mysql():
        known = database.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,))
        found = max(found, (known.fetchone() or (0,))[0])
    return int(found)


def _quoted(name: str) -> str:
    return f"`{name}`" if is_mysql() else f'"{name}"'
