"""The list of tickets: a page by key, at the same cost wherever it stands in the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from helpdesk import labels, settings, statuses
from helpdesk.clock import UTC
from helpdesk.schema import Customer, Priority, Status, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import asked as views
from helpdesk.tickets import streams
from helpdesk.tickets.access import sight_of
from helpdesk.tickets.asked import CREATED, LAST, NUMBER, PRIORITY, WAITING, Asked
from helpdesk.tickets.rows import Row, is_unread
from helpdesk.tickets.streams import Order, Place, Sql, Wanted
from helpdesk.tickets.teams import staff_names, team_names, teams_of

COUNTED = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN = (
    "t.id, t.subject, t.snippet, t.status_id, t.priority_id, t.owner_id, t.last_message,"
    " t.last_by_customer, t.waiting_since, c.name, t.team_id, k.bucket, k.v"
)
_NUMBER, _OWNER, _TEAM, _BUCKET, _VALUE = 0, 5, 10, 11, 12  # their places in it
_bucket, _place_in_bucket = itemgetter(_BUCKET), itemgetter(_VALUE, _NUMBER)


@dataclass(frozen=True)
class Page:
    """Some rows, and the keys from which the pages beside it go on ('' at the ends)."""

    rows: list[Row]
    next_key: str = ""
    previous_key: str = ""


def page_of(
    member: Member,
    asked: Asked | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = 0,
    total: int | None = None,
) -> Page:
    """Tickets in a staff member's sight, after or before a key of another page.

    `total`: what `count` says, if it is known already. A key that is none begins at the top.
    """
    asked, size = asked or Asked(), size or settings.get("list.rows")
    order, place = _order(asked), parsed(before or after, asked.sort)
    wanted = wanted_of(member, asked)
    small = asked.sort != LAST and wanted.is_narrow and not wanted.customer
    if small:
        small = (count(member, asked) if total is None else total) <= COUNTED
    back = bool(before) and place is not None
    rows = _read(wanted, order.turned if back else order, place, size + 1, small)
    more, rows = len(rows) > size, rows[:size]
    if not back:
        last = key_of(rows[-1], asked.sort) if more else ""
        first = key_of(rows[0], asked.sort) if place is not None and rows else ""
        return Page(rows, last, first)
    if not more:  # it goes no further back: the first page, whole
        return page_of(member, asked, size=size, total=total)
    rows.reverse()
    return Page(rows, key_of(rows[-1], asked.sort), key_of(rows[0], asked.sort))


def count(member: Member, asked: Asked | None = None) -> int:
    """How many there are in sight, exact up to `COUNTED`; one more stands for "and more"."""
    return int(streams.count(wanted_of(member, asked or Asked()), COUNTED + 1).run()[0][0])


def wanted_of(member: Member, asked: Asked) -> Wanted:
    """What somebody asks for, as far as they may see it."""
    sight = sight_of(member)
    category, owner = asked.filter("category"), asked.filter("owner")
    if category is not None:
        sight = (category,) if sight is None or category in sight else ()
    rest = [
        streams.among(f"{name}_id", (number,))
        for name in ("status", "team", "priority")
        if (number := asked.filter(name)) is not None
    ]
    mine = views.MINE, views.UNASSIGNED
    if asked.view in mine:
        own = member.id if asked.view == views.MINE else views.NOBODY
        if owner is not None and owner != own:
            rest.append(Sql("1 = 0"))
        owner = own
    elif asked.view == views.OTHERS:
        rest.append(Sql("owner_id <> ?", (member.id,)))  # nor nobody: NULL differs from nothing
    elif asked.view == views.TEAMS:
        rest.append(streams.among("team_id", teams_of(member.id)))
    elif asked.view in (views.TURN, views.LONGEST):
        rest.append(streams.among("status_id", statuses.meaning_any(*statuses.OURS)))
    is_open = asked.view != views.RESOLVED
    return Wanted(is_open, sight, owner, asked.filter("customer") or 0, tuple(rest))


def key_of(row: Row, sort: str) -> str:
    """Where a row stands in an order, as an address carries it."""
    moment = {LAST: row.updated, CREATED: row.created, WAITING: row.waiting or row.updated}
    parts = [str(row.bucket)] if sort in (PRIORITY, WAITING) else []
    if value := moment.get(sort):
        parts.append(str(int(value.timestamp())))
    return "-".join([*parts, str(row.number)])


def parsed(key: str, sort: str) -> Place | None:
    """The place that a key names; None for anything that isn't one of this order."""
    parts = key.split("-")
    has_bucket, has_moment = sort in (PRIORITY, WAITING), sort in (LAST, CREATED, WAITING)
    fits = len(parts) == 1 + has_bucket + has_moment
    if not fits or not all(p.isascii() and p.isdecimal() and len(p) <= views.DIGITS for p in parts):
        return None
    moment = None
    if has_moment:
        try:
            moment = Ticket.created.db_value(_EPOCH + timedelta(seconds=int(parts[-2])))
        except (ValueError, OverflowError):
            return None
    return Place(int(parts[0]) if has_bucket else 0, moment, int(parts[-1]))


def _order(asked: Asked) -> Order:
    ranked = tuple(label.id for label in labels.rows(Priority))
    if asked.sort == PRIORITY:
        return Order(PRIORITY, not asked.back, asked.back, ranked)
    if asked.sort == WAITING:
        return Order(WAITING, asked.back)
    return Order(asked.sort, not asked.back, priorities=ranked if asked.sort == NUMBER else ())


def _read(wanted: Wanted, order: Order, place: Place | None, size: int, small: bool) -> list[Row]:
    inner = streams.numbers(wanted, order, place, size, small=small)
    ticket, customer = Ticket._meta.table_name, Customer._meta.table_name
    # "Cross" keeps SQLite from beginning with another table than the page's tickets.
    query = Sql(
        f"SELECT {_SHOWN} FROM ({inner.text}) k CROSS JOIN {ticket} t ON t.id = k.id"
        f" CROSS JOIN {customer} c ON c.id = t.customer_id",
        inner.values,
    )
    # They come in this order, but no engine promises it; sorted there, they would be copied first.
    found = sorted(query.run(), key=_place_in_bucket, reverse=order.down)
    found.sort(key=_bucket, reverse=order.buckets_down)
    return _rows(found, order.sort == CREATED)


def _rows(found: Sequence[tuple[Any, ...]], by_created: bool) -> list[Row]:
    known = {label.id: label for label in labels.rows(Status)}
    ranks = {label.id: label for label in labels.rows(Priority)}
    owners = {values[_OWNER] for values in found} - {None}
    groups = {values[_TEAM] for values in found} - {None}
    people = staff_names(owners) if owners else {}
    teams = team_names(groups) if groups else {}
    moment, made = Ticket.created.python_value, []
    for values in found:
        number, subject, snippet, status, priority, owner, last, by_customer, *rest = values
        waiting, customer, team, bucket, value = rest
        status = known.get(status) or labels.one(Status, status)
        priority = ranks.get(priority) or labels.one(Priority, priority)
        row = Row(
            number,
            subject,
            snippet,
            status.name,
            status.row.meaning,
            priority.name,
            priority.row.level,
            customer,
            people.get(owner, ""),
            owner or 0,
            moment(last),
            is_unread(by_customer, status.row.meaning),
            teams.get(team, ""),
            moment(value) if by_created else None,
            moment(waiting),
            bucket,
        )
        made.append(row)
    return made
