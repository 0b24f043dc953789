"""What was said and what happened on a ticket, in one line of order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from peewee import JOIN

from helpdesk import attachments, db, events, richtext, statuses
from helpdesk.attachments import Shown
from helpdesk.clock import now
from helpdesk.schema import Event, Message, Participant, Staff, Ticket
from helpdesk.tickets import telling, wording

NEWEST = 50  # messages that pages show at first
_END, _ALL = 1 << 31, 1 << 31
_said = db.Prepared(
    lambda ticket, since, below, most: (
        Message.select(
            Message.id,
            Message.position,
            Message.is_note,
            Message.customer,
            Message.staff,
            Message.author,
            Message.text,
            Message.html,
            Message.created,
            Message.pending_until,
        )
        .where(
            (Message.ticket == ticket) & (Message.position >= since) & (Message.position < below)
        )
        .order_by(Message.position.desc())
        .limit(most)
        .namedtuples()
    )
)
_happened = db.Prepared(
    lambda ticket, since, below: (
        Event.select(
            Event.name,
            Event.position,
            Event.created,
            Event.actor_kind,
            Event.staff,
            Event.customer,
            Event.details,
            Staff.name.alias("who"),
        )
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(
            (Event.ticket == ticket)
            & Event.name.in_(wording.TOLD)
            & (Event.position >= since)
            & (Event.position < below)
        )
        .order_by(Event.position)
        .namedtuples()
    )
)


@dataclass(frozen=True)
class Entry:
    """One thing in the thread: a message, a note or an event."""

    kind: str
    position: int
    created: datetime
    author_name: str = ""
    author_id: int = 0
    is_customer: bool = False
    html: str = ""
    files: list[Shown] = field(default_factory=list)
    text: str = ""
    icon: str = ""
    message: int = 0
    pending_until: datetime | None = None  # while it lies ahead

    @property
    def is_staff(self) -> bool:
        """Whether somebody of the desk wrote it."""
        return not self.is_customer


@dataclass(frozen=True)
class Part:
    """Some entries, and the position before which earlier ones stand (0: there are none)."""

    entries: list[Entry]
    earlier: int = 0


@dataclass(frozen=True)
class Stage:
    """A step of the line "received → being worked on → waiting for you → resolved"."""

    word: str
    state: str
    time: datetime | None = None


def thread(
    ticket: Ticket,
    *,
    for_customer: bool,
    since: int = 0,
    viewer: int | None = None,
    followers: Sequence[Participant] | None = None,
) -> list[Entry]:
    """All entries that the reader may see, in order, from the position `since` on.

    `followers` are those of the ticket, where they are at hand already; `viewer` is the customer
    who reads, if it isn't the ticket's own.
    """
    reading = _Reading(ticket, for_customer, viewer, followers)
    said = _messages(reading, _said(ticket.id, since, _END, _ALL))
    return _in_order(said, _events(reading, since, _END))


def part_of_thread(ticket: Ticket, *, below: int = 0, most: int = NEWEST) -> Part:
    """What staff read: the newest messages and notes before a position (0: of all), with what
    happened in between."""
    reading, below = _Reading(ticket, False), below or _END
    rows = _said(ticket.id, 0, below, most + 1)
    earlier = rows[most - 1].position if len(rows) > most else 0
    entries = _in_order(_messages(reading, rows[:most]), _events(reading, earlier, below))
    return Part(entries, earlier)


def begins(ticket: Ticket, *, before: int = 0) -> int:
    """The position at which the newest messages begin, or those in front of a position; 0 when
    that is the beginning of the thread."""
    if not before and ticket.messages <= NEWEST:
        return 0
    pending = Message.pending_until.is_null(False) & (Message.pending_until > now())
    there = (Message.ticket == ticket.id) & ~Message.is_note & ~pending
    if before:
        there &= Message.position < before
    query = Message.select(Message.position).where(there).order_by(Message.position.desc())
    positions = [row[0] for row in query.limit(NEWEST + 1).tuples()]
    return int(positions[NEWEST - 1]) if len(positions) > NEWEST else 0


def stages(ticket: Ticket) -> list[Stage]:
    """Where the request stands, for the customer."""
    meaning = ticket.status.meaning
    if meaning == statuses.RESOLVED:
        last = Stage(statuses.words(statuses.RESOLVED), "current", ticket.resolved)
    else:
        last = Stage(statuses.words(statuses.RESOLVED), "")
    started = meaning != statuses.NEW
    second = statuses.OPEN if meaning != statuses.HOLD else statuses.HOLD
    line = [
        Stage(statuses.words(statuses.NEW), "done" if started else "current", ticket.created),
        Stage(
            statuses.words(second),
            "current" if meaning in (statuses.OPEN, statuses.HOLD) else "done" if started else "",
            ticket.first_answer if started else None,
        ),
    ]
    if meaning == statuses.WAITING:
        line.append(Stage(statuses.words(statuses.WAITING), "yours", ticket.last_message))
    return [*line, last]


@dataclass(frozen=True)
class _Reading:
    """Who reads a thread, and what is at hand for it already."""

    ticket: Ticket
    is_customer: bool
    viewer: int | None = None
    followers: Sequence[Participant] | None = None


def _in_order(*entries: list[Entry]) -> list[Entry]:
    return sorted(chain(*entries), key=lambda entry: entry.position)


def _messages(reading: _Reading, rows: list[Any]) -> list[Entry]:
    moment = now()
    pending = {row.id for row in rows if row.pending_until and row.pending_until > moment}
    if reading.is_customer:
        rows = [row for row in rows if not row.is_note and row.id not in pending]
    with_files = [row.id for row in rows] if reading.ticket.attachments else []
    files = attachments.for_messages(with_files) if with_files else {}
    return [
        Entry(
            "note" if row.is_note else "message",
            row.position,
            row.created,
            author_name=row.author,
            author_id=row.staff or row.customer or 0,
            is_customer=row.staff is None,
            html=richtext.shown(row.text, row.html),
            files=files.get(row.id, []),
            message=row.id,
            pending_until=row.pending_until if row.id in pending else None,
        )
        for row in rows
    ]


def _events(reading: _Reading, since: int, below: int) -> list[Entry]:
    rows = _happened(reading.ticket.id, since, below)
    told = _to_customer(reading, rows) if reading.is_customer else _to_staff(reading, rows)
    return [
        Entry("event", row.position, row.created, text=text, icon=wording.icon(row))
        for row, text in zip(rows, told, strict=True)
        if text
    ]


def _to_staff(reading: _Reading, rows: Sequence[Any]) -> list[str]:
    names = wording.names_for(rows, reading.ticket)
    return [wording.words(row, names) for row in rows]


def _to_customer(reading: _Reading, rows: Sequence[Any]) -> list[str]:
    ticket = reading.ticket
    known = {label.id: label for label in statuses.every()}
    viewer = ticket.customer_id if reading.viewer is None else reading.viewer
    reader = telling.Reader(ticket, viewer, known, _emails(reading, rows))
    return [telling.to_customer(row, reader) for row in rows]


def _emails(reading: _Reading, rows: Sequence[Any]) -> dict[int, str]:
    if not any(row.name == events.FOLLOWED for row in rows):
        return {}
    found = reading.followers
    if found is None:
        found = list(Participant.select().where(Participant.ticket == reading.ticket.id))
    return {row.id: row.email for row in found}
