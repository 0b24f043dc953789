"""Queries that nearly every request makes, put into words once.

peewee writes a query's SQL anew each time, which takes longer than the query. `Prepared` keeps it:

    _by_number = Prepared(lambda number: Ticket.select().where(Ticket.id == number))
    rows = _by_number(7)

The function is called once per database, with a stand-in for each value; what it does with them is
compare columns with them, nothing else. Values are as the database takes them. For a list there is
a list of stand-ins, to look a column up in. It is filled up to one of few lengths by repeating its
last value, so that the words for a handful of lengths are all there are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from helpdesk.db.fields import database

STEP = 64  # lengths of lists double up to here, then rise by as many


class _Place:
    """Where a value will stand."""


class Prepared:
    """A SELECT with places for values."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._made: dict[tuple[int, ...], _Made] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The rows, as the query itself would give them."""
        values = tuple([_filled_up(v) if isinstance(v, (list, tuple)) else v for v in values])
        shape = tuple([len(v) if isinstance(v, list) else -1 for v in values])
        made = self._made.get(shape)
        if made is None or made.source is not database.obj:
            made = self._prepared(shape)
        given = dict(zip(made.places, _flat(values), strict=True))
        filled = [given[p] if isinstance(p, _Place) else p for p in made.parameters]
        cursor = database.execute_sql(made.sql, filled)
        if made.row is None:
            made.row = _reader(made.query, cursor)
        return [made.row(row) for row in cursor.fetchall()]

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def _prepared(self, shape: tuple[int, ...]) -> "_Made":
        places = [_Place() if many < 0 else [_Place() for _n in range(many)] for many in shape]
        query = self._build(*map(_stand_in, places))
        sql, parameters = query.sql()
        made = _Made(database.obj, query, sql, parameters, _flat(places))
        self._made[shape] = made
        return made


@dataclass
class _Made:
    """The words for one database; `row` makes of a row what the query promises."""

    source: object
    query: Any
    sql: str
    parameters: list[Any]
    places: list[_Place]
    row: Callable[[Any], Any] | None = None


def _filled_up(values: Sequence[Any]) -> list[Any]:
    many = len(values)
    length = 1 << (many - 1).bit_length() if many <= STEP else -(-many // STEP) * STEP
    return [*values, *([values[-1]] * (length - many))] if many else []


def _stand_in(place: Any) -> Any:
    if isinstance(place, list):
        return [peewee.Value(one, converter=False) for one in place]
    return peewee.Value(place, converter=False)


def _flat(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found.extend(value) if isinstance(value, (list, tuple)) else found.append(value)
    return found


def _reader(query: Any, cursor: Any) -> Callable[[Any], Any]:
    """peewee's own way from a row to what is asked for. To find it out, with a new class for each
    query by `namedtuples`, takes longer than the query too."""
    wrapper = query._get_cursor_wrapper(cursor)
    wrapper.initialize()
    found: Callable[[Any], Any] = wrapper.process_row
    return found
