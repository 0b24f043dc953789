"""What is new since a page was drawn: on one ticket, and in the list. Nothing here writes.

A page gets a cursor and hands it back with each question. A ticket's entries are told apart by
their position, which rises with the commits; never by ids or clocks. What becomes visible or
vanishes at an old position (a reply whose time to undo is over, one that was taken back) changes
a checksum over the positions that are in sight. It is asked for only once the ticket's position has
risen, or the time of a reply that waits is over. The list reads what happened once more from a
minute before the last time, for a transaction that began earlier may commit later; what it told
already is remembered in the cursor.
"""

import base64
import binascii
import json
import time
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from helpdesk import db, events, presence
from helpdesk.clock import UTC, now
from helpdesk.errors import NotFound
from helpdesk.presence import Person
from helpdesk.schema import Event, Message, Presence, StaffCategory, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import tracking
from helpdesk.tickets.access import sees, sees_all

OVERLAP = 60  # seconds that a transaction may take from its first event to its commit
MOST = 200  # tickets that one answer names
ROWS = 500  # events that it is made of
STALE = 300  # seconds after which a list's cursor is renewed, so that little is read again
WHOLE = 50  # positions up to which a thread is sent again as a whole, for pages show as much
_LONGEST = 8000  # signs of a cursor
_OVER = 1  # a moment that is over at all events: what waits is to be asked for
_SPOKEN = (events.SUBMITTED, events.REPLIED, events.NOTED)


@dataclass(frozen=True)
class TicketNews:
    """What to tell a ticket's page.

    Entries from `since` on are new; with `whole` they are all there are, and the page drops others.
    `changed` says that more is different: status, properties, a thread too long to be sent again;
    then the page reads itself. `people` is None while nobody came, went, or began to type.
    """

    cursor: str
    since: int | None
    whole: bool
    changed: bool
    people: list[Person] | None


@dataclass(frozen=True)
class ListNews:
    """Numbers of tickets that something happened to, the latest first; `more` than are named."""

    cursor: str
    changed: list[int]
    more: bool


class _Row(NamedTuple):
    """A ticket beside one of those who are at it."""

    id: int
    deleted: datetime | None
    last_position: int
    category_id: int = 0
    staff: int | None = None
    typing: str | None = None


@dataclass(frozen=True)
class _State:
    ticket: int
    last: int
    people: list[Person]


@dataclass(frozen=True)
class _Cursor:
    """How far a page is. `due`: when the next reply that waits goes out, in seconds since 1970; 0
    while none waits."""

    position: int = 0
    said: int = 0
    people: int = 0
    due: int = 0


def ticket_cursor(
    ticket: Ticket, *, for_customer: bool = False, said: Iterable[tuple[int, bool]] | None = None
) -> str:
    """Where a ticket's page stands. `said`: position of every message in sight, and whether it
    waits to be sent, where the whole thread is at hand; else it is asked for.

    The ticket's own row has to be read before the thread, so that nothing falls in between.
    """
    last = int(ticket.last_position)
    if said is None:
        total, due = _said(ticket.id, last, now(), for_customer=for_customer)
        return _written(last, total, 0, due)
    in_sight = [(at, waits) for at, waits in said if at <= last]
    total = sum(at * 2 if waits else at for at, waits in in_sight)
    may_wait = for_customer or any(waits for _at, waits in in_sight)
    return _written(last, total, 0, _OVER if may_wait else 0)


def for_staff(
    member: Member, number: int, cursor: str, ahead: Sequence[tuple[Any, ...]] = ()
) -> TicketNews | None:
    """What is new for a staff member, None for nothing; raises NotFound out of their sight. `ahead`
    are rows of a query that `beside` made, for `values(number)`."""
    moment = now()
    rows = [_Row(*row) for row in ahead or _for_staff(*_values(number, moment))]
    if not rows or rows[0].id is None or not sees(member, rows[0]):
        raise NotFound
    there = presence.people(rows, but=member.id)
    state = _State(rows[0].id, rows[0].last_position, there)
    return _news(state, cursor, moment, for_customer=False)


def for_customer(track: str, granted: Collection[int], cursor: str) -> TicketNews | None:
    """The same for a browser that may see the ticket; nobody is told who else looks."""
    moment = now()
    rows = [_Row(*row) for row in _for_guest(tracking.normal(track))]
    if not rows or rows[0].deleted is not None or rows[0].id not in granted:
        raise NotFound
    state = _State(rows[0].id, rows[0].last_position, [])
    return _news(state, cursor, moment, for_customer=True)


def list_cursor(member: Member) -> str:
    """Where a list stands; asked for before its rows are read."""
    moment = int(time.time())
    return _list_written(moment, _happened(member, moment - OVERLAP))


def for_list(member: Member, cursor: str) -> ListNews | None:
    """What is new in a staff member's sight, None for nothing."""
    moment, (began, told) = int(time.time()), _list_read(cursor)
    if began is None:
        return ListNews(list_cursor(member), [], False)
    found = _happened(member, began - OVERLAP)
    changed = [number for number, position in found.items() if position > told.get(number, -1)]
    if not changed and moment - began < STALE:
        return None
    more = len(found) > MOST or found.is_full
    return ListNews(_list_written(moment, found), changed[:MOST], more)


def _news(state: _State, cursor: str, moment: datetime, *, for_customer: bool) -> TicketNews | None:
    """Compare a cursor with the present. What is new is read after the new cursor was made: what
    happens in between comes twice, and never not at all."""
    before = _read(cursor)
    known = before or _Cursor()
    who = _digest(state.people)
    people = state.people if who != known.people else None
    waits = not known.due or moment.timestamp() < known.due
    if before is not None and state.last == before.position and waits:
        if people is None:
            return None
        written = _written(state.last, known.said, who, known.due)
        return TicketNews(written, None, False, False, people)

    total, due = _said(state.ticket, state.last, moment, for_customer=for_customer)
    written = _written(state.last, total, who, due)
    then = total
    if state.last != known.position:
        then, _due = _said(state.ticket, known.position, moment, for_customer=for_customer)
    differs = before is None or then != known.said
    if state.last == known.position and not differs:  # nothing has waited, or it waits still
        return TicketNews(written, None, False, False, people)
    too_long = differs and state.last > WHOLE
    since = None if too_long else 0 if differs else known.position + 1
    changed = differs or bool(_other_events(state.ticket, known.position))
    return TicketNews(written, since, differs and not too_long, changed, people)


_other_events = db.Prepared(
    lambda ticket, after: (
        Event.select(Event.id)
        .where((Event.ticket == ticket) & (Event.position > after) & Event.name.not_in(_SPOKEN))
        .limit(1)
        .tuples()
    )
)


def _said(ticket: int, bound: int, moment: datetime, *, for_customer: bool) -> tuple[int, int]:
    """A checksum over the positions in sight up to one, and when the next of them goes out (`due`
    of a cursor). For staff one that waits counts twice."""
    stored = Message.pending_until
    query = _to_customer if for_customer else _to_staff
    total, due = query(ticket, bound, stored.db_value(moment))[0]
    until = stored.python_value(due)
    return int(total), int(until.timestamp()) if until else 0


def _sums(ticket: Any, bound: Any, moment: Any, waiting: Any) -> Any:
    """One that waits is told apart by its time alone, as wherever it is shown: it counts as
    `waiting`."""
    waits = Message.pending_until > moment
    counted = Case(None, [(waits, waiting)], Message.position)
    due = fn.MIN(Case(None, [(waits, Message.pending_until)], None))
    mine = (Message.ticket == ticket) & (Message.position <= bound)
    return Message.select(fn.COALESCE(fn.SUM(counted), 0), due).where(mine)


_to_staff = db.Prepared(
    lambda ticket, bound, moment: _sums(ticket, bound, moment, Message.position * 2).tuples()
)
_to_customer = db.Prepared(
    lambda ticket, bound, moment: (
        _sums(ticket, bound, moment, 0).where(Message.is_note == 0).tuples()
    )
)


def beside(query: Any, number: Any, moment: Any, since: Any) -> Any:
    """A query of one row, with a ticket and who is at it beside that; `values` has the values."""
    query = query.select_extend(*_columns(moment))
    return _with_people(query.join(Ticket, JOIN.LEFT_OUTER, on=(Ticket.id == number)), since)


def values(number: int) -> tuple[Any, ...]:
    """What `beside` is asked for at present."""
    return _values(number, now())


def _columns(moment: Any) -> tuple[Any, ...]:
    return (
        Ticket.id,
        Ticket.deleted,
        Ticket.last_position,
        Ticket.category,
        Presence.staff,
        Case(None, [(Presence.typing_until > moment, Presence.what)], ""),
    )


def _with_people(query: Any, since: Any) -> Any:
    there = (Presence.ticket == Ticket.id) & (Presence.seen > since)
    return query.join(Presence, JOIN.LEFT_OUTER, on=there)


_for_staff = db.Prepared(
    lambda number, moment, since: (
        _with_people(Ticket.select(*_columns(moment)), since).where(Ticket.id == number).tuples()
    )
)
_for_guest = db.Prepared(
    lambda track: (
        Ticket.select(Ticket.id, Ticket.deleted, Ticket.last_position)
        .where(Ticket.tracking_id == track)
        .tuples()
    )
)


def _values(number: int, moment: datetime) -> tuple[Any, ...]:
    stored = Presence.seen.db_value
    return number, stored(moment), stored(presence.since(moment))


def _latest(since: Any) -> Any:
    """What happened since a moment, by the index of just that: engines that group or filter first
    read all there ever was. Each ticket comes with its last position by now."""
    return (
        Event.select(Event.ticket, Ticket.last_position)
        .join(Ticket, on=(Event.ticket == Ticket.id))
        .where(Event.created >= since)
        .order_by(Event.created.desc(), Event.id.desc())
        .limit(ROWS)
    )


_everywhere = db.Prepared(lambda since: _latest(since).tuples())
_in_categories = db.Prepared(
    lambda since, staff: (
        _latest(since)
        .where(
            (Ticket.category + 0).in_(
                StaffCategory.select(StaffCategory.category).where(StaffCategory.staff == staff)
            )
        )
        .tuples()
    )
)


class _Happened(dict[int, int]):
    """Tickets with their last positions; `is_full` where there may have been more events."""

    is_full = False


def _happened(member: Member, since: int) -> _Happened:
    if not member.can("tickets.view"):
        return _Happened()
    stored = Event.created.db_value(datetime.fromtimestamp(since, UTC))
    rows = _everywhere(stored) if sees_all(member) else _in_categories(stored, member.id)
    found = _Happened(islice(dict(rows).items(), MOST + 1))
    found.is_full = len(rows) >= ROWS
    return found


def _digest(people: list[Person]) -> int:
    if not people:
        return 0
    return zlib.crc32(json.dumps([(p.id, p.typing) for p in people]).encode())


def _written(*parts: Any) -> str:
    text = json.dumps(parts, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _list_written(moment: int, told: dict[int, int]) -> str:
    return _written(moment, [part for pair in told.items() for part in pair])


def _parts(cursor: str) -> list[Any]:
    """What was put into a cursor; nothing for anything that isn't one."""
    if not 0 < len(cursor) <= _LONGEST:
        return []
    try:
        found = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        )
    except (ValueError, binascii.Error, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _read(cursor: str) -> _Cursor | None:
    parts = _parts(cursor)
    return _Cursor(*parts) if len(parts) == 4 and all(map(_is_number, parts)) else None


def _list_read(cursor: str) -> tuple[int | None, dict[int, int]]:
    parts = _parts(cursor)
    if len(parts) != 2 or not _is_number(parts[0]) or not isinstance(parts[1], list):
        return None, {}
    began, told = parts
    if not all(map(_is_number, told)) or began > time.time() + OVERLAP or began < 1:
        return None, {}
    return began, dict(zip(told[::2], told[1::2], strict=False))
