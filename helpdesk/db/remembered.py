"""What pages ask for in every request and what hardly ever changes: read once, then remembered.

A process forgets at once when it writes anything itself, and within two seconds what another one
wrote, as with settings. Inside a transaction nothing is remembered or taken from memory: what is
seen in there may never come to be.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from helpdesk.db.fields import database

NOTICED_WITHIN = 2.0  # seconds
Value = TypeVar("Value")


@dataclass(frozen=True)
class _Held:
    value: Any
    source: object
    writes: int
    read_at: float


_held: dict[Hashable, _Held] = {}


def remembered(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` returns, or returned a moment ago. The value is shared: nobody changes it."""
    if database.in_transaction():
        return read()
    source, writes, moment = database.obj, database.writes, time.monotonic()
    held = _held.get(key)
    if held and held.source is source and held.writes == writes:
        if moment - held.read_at < NOTICED_WITHIN:
            known: Value = held.value
            return known
    value = read()
    _held[key] = _Held(value, source, writes, moment)
    return value


class Counted:
    """Counts the statements of this process that may change something; mixed into databases."""

    writes = 0

    def execute_sql(self, sql: str, *arguments: Any, **named: Any) -> Any:
        """As peewee does it."""
        if not sql.startswith("SELECT"):
            self.writes += 1
        return super().execute_sql(sql, *arguments, **named)  # type: ignore[misc]
