"""Queries that nearly every request makes, put into words once.

peewee writes a query's SQL anew each time, which takes longer than the query. `Prepared` keeps it:

    _by_number = Prepared(lambda number: Ticket.select().where(Ticket.id == number))
    rows = _by_number(7)

The function is called once per database, with a stand-in for each value; what it does with them is
compare columns with them, nothing else. Values are as the database takes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from helpdesk.db.fields import database


class _Place:
    """Where a value will stand."""


class Prepared:
    """A SELECT with places for values."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._count = build.__code__.co_argcount
        self._made: _Made | None = None

    def __call__(self, *values: Any) -> list[Any]:
        """The rows, as the query itself would give them."""
        made = self._made
        if made is None or made.source is not database.obj:
            made = self._made = self._prepared()
        given = dict(zip(made.places, values, strict=True))
        filled = [given[p] if isinstance(p, _Place) else p for p in made.parameters]
        cursor = database.execute_sql(made.sql, filled)
        if made.row is None:
            made.row = _reader(made.query, cursor)
        return [made.row(row) for row in cursor.fetchall()]

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def _prepared(self) -> "_Made":
        places = [_Place() for _number in range(self._count)]
        query = self._build(*(peewee.Value(place, converter=False) for place in places))
        sql, parameters = query.sql()
        return _Made(database.obj, query, sql, parameters, places)


@dataclass
class _Made:
    """The words for one database; `row` makes of a row what the query promises."""

    source: object
    query: Any
    sql: str
    parameters: list[Any]
    places: list[_Place]
    row: Callable[[Any], Any] | None = None


def _reader(query: Any, cursor: Any) -> Callable[[Any], Any]:
    """peewee's own way from a row to what is asked for. To find it out, with a new class for each
    query by `namedtuples`, takes longer than the query too."""
    wrapper = query._get_cursor_wrapper(cursor)
    wrapper.initialize()
    found: Callable[[Any], Any] = wrapper.process_row
    return found
