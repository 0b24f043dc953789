"""Small tables that pages ask for in every request and that hardly ever change: read once.

A process forgets at once what it changes itself, and within two seconds what another one changed,
as with settings. Inside a transaction nothing is put into memory, for what is seen in there may
never come to be; nor is a table taken from memory that the transaction itself has changed.
"""

import re
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from helpdesk.db.fields import Table, database

NOTICED_WITHIN = 2.0  # seconds
Value = TypeVar("Value")
_WRITTEN = re.compile(r"(?:INSERT\b[\w ]*INTO|REPLACE INTO|UPDATE|DELETE FROM) [\"`](\w+)")
_writes: dict[str, int] = {}  # how often this process wrote into each of the small tables


@dataclass(frozen=True)
class _Held:
    value: Any
    state: tuple[object, ...]
    read_at: float


_held: dict[Hashable, _Held] = {}
_own = threading.local()  # `changed`: tables that this thread's transaction has written into


def remembered(key: Hashable, tables: tuple[type[Table], ...], read: Callable[[], Value]) -> Value:
    """What `read` returns from these tables, or returned a moment ago.

    The value is shared by all who ask: nobody changes it.
    """
    names = [table._meta.table_name for table in tables]
    inside, changed = database.in_transaction(), _own.__dict__.setdefault("changed", set())
    if not inside:
        changed.clear()
    elif not changed.isdisjoint(names):
        return read()
    state = (database.obj, *(_writes.setdefault(name, 0) for name in names))
    moment, held = time.monotonic(), _held.get(key)
    if held and held.state == state and moment - held.read_at < NOTICED_WITHIN:
        known: Value = held.value
        return known
    value = read()
    if not inside:
        _held[key] = _Held(value, state, moment)
    return value


class Watched:
    """Notes what is written into tables that are remembered; mixed into databases."""

    def execute_sql(self, sql: str, *arguments: Any, **named: Any) -> Any:
        """As peewee does it."""
        result = super().execute_sql(sql, *arguments, **named)  # type: ignore[misc]
        if not sql.startswith("SELECT") and (found := _WRITTEN.match(sql)) and found[1] in _writes:
            _note(found[1])
        return result


def _note(name: str) -> None:
    _writes[name] += 1
    if database.in_transaction():  # others may read, and remember, what is there until the commit
        _own.__dict__.setdefault("changed", set()).add(name)
        database.after_commit(lambda: _writes.__setitem__(name, _writes[name] + 1))
