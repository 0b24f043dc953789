"""Queries that nearly every request makes, put into words once.

peewee writes a query's SQL anew each time, which takes longer than the query. `Prepared` keeps it:

    _by_number = Prepared(lambda number: Ticket.select().where(Ticket.id == number))
    rows = _by_number(7)

The function is called once per database, with a stand-in for each value; what it does with them is
compare columns with them, nothing else. Values are as the database takes them.
"""

from collections.abc import Callable
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
        self._made: tuple[object, Any, str, list[Any], list[_Place]] | None = None

    def __call__(self, *values: Any) -> list[Any]:
        """The rows, as the query itself would give them."""
        made = self._made
        if made is None or made[0] is not database.obj:
            made = self._made = self._prepared()
        _source, query, sql, parameters, places = made
        given = dict(zip(places, values, strict=True))
        filled = [given[p] if isinstance(p, _Place) else p for p in parameters]
        return list(query._get_cursor_wrapper(database.execute_sql(sql, filled)))

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def _prepared(self) -> tuple[object, Any, str, list[Any], list[_Place]]:
        places = [_Place() for _number in range(self._count)]
        query = self._build(*(peewee.Value(place, converter=False) for place in places))
        sql, parameters = query.sql()
        return database.obj, query, sql, parameters, places
