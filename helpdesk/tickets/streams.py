"""The SQL of the list: which index brings which tickets in which order.

It is written by hand, for two reasons. peewee takes longer to put such a query into words than the
database to answer it; and the engines have to be told the index, since neither knows that one of
them ends the work after a page, where another one leads to sorting a million rows.

A page is the beginning of one or several *streams*, each of them a range of an index that is in
order already: one stream of all open tickets, or one for each category that a person sees, or one
for each priority. Streams of a lower *bucket* come first. Where what is asked for is known to be
little, it is read by its filter and sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from helpdesk import db
from helpdesk.schema import Ticket
from helpdesk.tickets.asked import CREATED, LAST, NOBODY, NUMBER, PRIORITY, WAITING

MOST_STREAMS = 50  # more categories than this are filtered instead
EVER = "1970-01-01 00:00:00"  # before any moment; "IS NOT NULL" leads SQLite to no index
BY_LAST = ("is_open", "deleted", "last_message")
BY_OWNER = ("owner_id", "is_open", "deleted")
BY_CATEGORY = ("category_id", "is_open", "deleted")
BY_CREATED = ("is_open", "deleted", "created")
BY_PRIORITY = ("is_open", "deleted", "priority_id")
BY_WAITING = ("waiting_since",)
BY_CUSTOMER = ("customer_id",)
BY_RESOLVED = ("resolved",)
COLUMN = {LAST: "last_message", CREATED: "created", WAITING: "waiting_since"}


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its values; `?` stands for one on both engines."""

    text: str
    values: tuple[Any, ...] = ()

    def run(self) -> list[tuple[Any, ...]]:
        """Its rows."""
        text = self.text.replace("?", "%s") if db.is_mysql() else self.text
        return list(db.database.execute_sql(text, self.values).fetchall())


@dataclass(frozen=True)
class Wanted:
    """Which tickets: open or resolved ones, of these categories (None: all), owner, customer."""

    is_open: bool = True
    categories: tuple[int, ...] | None = None
    owner: int | None = None
    customer: int = 0
    rest: tuple[Sql, ...] = ()

    @property
    def index(self) -> tuple[str, ...]:
        """The index that finds the fewest for a count."""
        if self.customer:
            return BY_CUSTOMER
        if self.owner or (self.owner == NOBODY and self.categories is None):
            return BY_OWNER
        return BY_LAST if self.categories is None else BY_CATEGORY

    @property
    def is_narrow(self) -> bool:
        """Whether there is an index that doesn't lead to all open tickets."""
        return self.index != BY_LAST

    def conditions(self) -> list[Sql]:
        """All that must be true of a ticket."""
        found = [Sql("is_open = ?", (int(self.is_open),)), Sql("deleted IS NULL")]
        if self.categories is not None:
            found.append(among("category_id", self.categories))
        return [*found, *self.narrowing()]

    def narrowing(self) -> list[Sql]:
        """What must be true of it besides being open, or not, and in sight."""
        found = []
        if self.owner is not None:
            none = self.owner == NOBODY
            found.append(Sql("owner_id IS NULL") if none else Sql("owner_id = ?", (self.owner,)))
        if self.customer:
            found.append(Sql("customer_id = ?", (self.customer,)))
        return [*found, *self.rest]

    def split(self) -> "list[Wanted]":
        """One for each category, so that each is in the order of its index."""
        if self.categories is None or len(self.categories) > MOST_STREAMS:
            return [self]
        return [replace(self, categories=(category,)) for category in self.categories]


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind a ticket, by its bucket, what it is sorted by, its number."""

    bucket: int
    value: Any
    number: int


@dataclass(frozen=True)
class Order:
    """How to sort, in which direction, and the ids of the priorities by how pressing they are."""

    sort: str = LAST
    down: bool = True  # values and numbers fall within a bucket
    buckets_down: bool = False
    priorities: tuple[int, ...] = ()

    @property
    def turned(self) -> "Order":
        """The other way around, to page back."""
        return replace(self, down=not self.down, buckets_down=not self.buckets_down)


@dataclass(frozen=True)
class Stream:
    """A range of an index; without a column it is in the order of the numbers."""

    wanted: Wanted
    index: tuple[str, ...]
    column: str = ""
    bucket: int = 0
    more: tuple[Sql, ...] = ()


def among(column: str, ids: Sequence[int | str]) -> Sql:
    """The condition that a column has one of these values."""
    marks = ", ".join("?" * len(ids)) or "NULL"
    return Sql(f"{column} IN ({marks})", tuple(ids))


def numbers(wanted: Wanted, order: Order, place: Place | None, size: int, *, small: bool) -> Sql:
    """The query of bucket, value and number of the first tickets behind a place."""
    if (small and wanted.is_narrow and order.sort != LAST) or wanted.customer:
        return _sorted(wanted, order, place, size)
    parts = [_part(stream, order, place, size) for stream in _streams(wanted, order, place)]
    if len(parts) == 1:
        return parts[0]
    union = " UNION ALL ".join(f"SELECT * FROM ({p.text}) s{n}" for n, p in enumerate(parts))
    values = tuple(value for part in parts for value in part.values)
    return Sql(f"{union} {_order_by(order, 'bucket', 'v', 'id')} LIMIT ?", (*values, size))


def count(wanted: Wanted, most: int) -> Sql:
    """The query of how many there are, up to a limit."""
    return counted(wanted.index, wanted.conditions(), most)


def counted(index: tuple[str, ...], conditions: Sequence[Sql], most: int) -> Sql:
    """The same for other conditions."""
    inner = _select("1", index, conditions)
    return Sql(f"SELECT COUNT(*) FROM ({inner.text} LIMIT ?) x", (*inner.values, most))


def tallied(wanted: Wanted, kinds: Sequence[Wanted], most: int = 0) -> Sql:
    """How many there are, and how many of those fit the narrowing of each of some kinds, in one
    pass: over `most` of them, else over all, which takes less where they are few. The kinds may ask
    for owner, status and team, which the indexes hold."""
    tests = [kind.narrowing() for kind in kinds]
    sums = [
        f", COALESCE(SUM({' AND '.join(one.text for one in test) or '1'}), 0)" for test in tests
    ]
    told = f"COUNT(*){''.join(sums)}"
    values = tuple(value for test in tests for one in test for value in one.values)
    if not most:
        every = _select(told, wanted.index, wanted.conditions())
        return Sql(every.text, (*values, *every.values))
    inner = _select("owner_id, status_id, team_id", wanted.index, wanted.conditions())
    return Sql(f"SELECT {told} FROM ({inner.text} LIMIT ?) x", (*values, *inner.values, most))


def _streams(wanted: Wanted, order: Order, place: Place | None) -> list[Stream]:
    found = _of_sort(wanted, order)
    if place is not None:
        ahead = -1 if order.buckets_down else 1
        found = [s for s in found if (s.bucket - place.bucket) * ahead >= 0]
    return found or [Stream(wanted, BY_LAST, "last_message", more=(Sql("1 = 0"),))]


def _of_sort(wanted: Wanted, order: Order) -> list[Stream]:
    if order.sort == CREATED:
        return [Stream(wanted, BY_CREATED, "created")]
    if order.sort in (PRIORITY, NUMBER):
        by_rank = order.sort == PRIORITY
        return [
            Stream(wanted, BY_PRIORITY, "", rank * by_rank, (Sql("priority_id = ?", (number,)),))
            for rank, number in enumerate(order.priorities)
        ]
    if order.sort == WAITING:
        waits = Sql("waiting_since > ?", (EVER,))
        rest = [replace(s, bucket=1, more=(_NOT_WAITING,)) for s in _by_last(wanted)]
        return [Stream(wanted, BY_WAITING, "waiting_since", 0, (waits,)), *rest]
    return _by_last(wanted)


_NOT_WAITING = Sql("waiting_since IS NULL")


def _by_last(wanted: Wanted) -> list[Stream]:
    if wanted.index == BY_CATEGORY:
        split = wanted.split()
        several = len(split) > 1 or len(wanted.categories or ()) == 1
        index = BY_CATEGORY if several else BY_LAST
        return [Stream(one, index, "last_message") for one in split]
    return [Stream(wanted, wanted.index, "last_message")]


def _part(stream: Stream, order: Order, place: Place | None, size: int) -> Sql:
    """A stream from a place on, as far as a page goes."""
    column = stream.column or "id"
    conditions = [*stream.wanted.conditions(), *stream.more]
    if place is not None and place.bucket == stream.bucket:
        conditions.append(_behind(column, order.down, place))
    inner = _select(f"{stream.bucket} AS bucket, {column} AS v, id", stream.index, conditions)
    way = " DESC" if order.down else ""
    by = f"{column}{way}, id{way}" if stream.column else f"id{way}"
    return Sql(f"{inner.text} ORDER BY {by} LIMIT ?", (*inner.values, size))


def _behind(column: str, down: bool, place: Place) -> Sql:
    sign = "<" if down else ">"
    if column == "id":
        return Sql(f"id {sign} ?", (place.number,))
    # The first half alone lets both engines begin in the middle of the index.
    return Sql(
        f"{column} {sign}= ? AND ({column} {sign} ? OR id {sign} ?)",
        (place.value, place.value, place.number),
    )


def _sorted(wanted: Wanted, order: Order, place: Place | None, size: int) -> Sql:
    """What a filter finds, sorted: for what is known to be little."""
    bucket, value = Sql("0"), COLUMN.get(order.sort, "id")
    if order.sort == PRIORITY:
        ranks = " ".join(f"WHEN ? THEN {rank}" for rank in range(len(order.priorities)))
        bucket = Sql(f"CASE priority_id {ranks} ELSE {len(order.priorities)} END", order.priorities)
    elif order.sort == WAITING:
        bucket = Sql("CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END")
        value = "COALESCE(waiting_since, last_message)"
    found = _select(f"{bucket.text} AS bucket, {value} AS v, id", wanted.index, wanted.conditions())
    outer, values = f"SELECT * FROM ({found.text}) a", (*bucket.values, *found.values)
    if place is not None:
        behind = _behind("v" if value != "id" else "id", order.down, place)
        ahead = "<" if order.buckets_down else ">"
        outer += f" WHERE bucket {ahead} ? OR (bucket = ? AND {behind.text})"
        values = (*values, place.bucket, place.bucket, *behind.values)
    return Sql(f"{outer} {_order_by(order, 'bucket', 'v', 'id')} LIMIT ?", (*values, size))


def _order_by(order: Order, bucket: str, value: str, number: str) -> str:
    way = " DESC" if order.down else ""
    first = " DESC" if order.buckets_down else ""
    return f"ORDER BY {bucket}{first}, {value}{way}, {number}{way}"


def _select(what: str, index: tuple[str, ...], conditions: Sequence[Sql]) -> Sql:
    table = Ticket._meta.table_name
    told = "FORCE INDEX ({})" if db.is_mysql() else 'INDEXED BY "{}"'
    where = " AND ".join(condition.text for condition in conditions)
    values = tuple(value for condition in conditions for value in condition.values)
    hint = told.format(_index(table, index))
    return Sql(f"SELECT {what} FROM {table} {hint} WHERE {where}", values)


@cache
def _index(table: str, columns: tuple[str, ...]) -> str:
    """The name of the index that begins with these columns, for a table's name with its prefix."""
    for index in Ticket._meta.fields_to_index():
        if tuple(field.column_name for field in index._expressions)[: len(columns)] == columns:
            return str(index._name)
    raise LookupError(f"no index on {columns}")
