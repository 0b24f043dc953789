"""What was said and what happened on a ticket, in one line of order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import attachments, db, events, statuses
from helpdesk.attachments import Shown
from helpdesk.clock import now
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.schema import Event, Message, Staff, Ticket

SHOWN = (events.CHANGED, events.TAKEN_BACK)
NEWEST = 50  # messages that staff see at first
_END, _ALL = 1 << 31, 1 << 31

_said = db.Prepared(
    lambda ticket, below, most: (
        Message.select(
            Message.id,
            Message.position,
            Message.is_note,
            Message.customer,
            Message.staff,
            Message.author,
            Message.html,
            Message.created,
            Message.pending_until,
        )
        .where((Message.ticket == ticket) & (Message.position < below))
        .order_by(Message.position.desc())
        .limit(most)
        .namedtuples()
    )
)
_changes = db.Prepared(
    lambda ticket, first, below: (
        Event.select(
            Event.position,
            Event.created,
            Event.name,
            Event.actor_kind,
            Event.details,
            Staff.name.alias("who"),
        )
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(
            (Event.ticket == ticket)
            & (Event.position >= first)
            & (Event.position < below)
            & Event.name.in_(SHOWN)
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
    ticket: Ticket, *, for_customer: bool, names: Sequence[Label] | None = None
) -> list[Entry]:
    """All entries that the reader may see, in order; `names`: the statuses, if at hand already."""
    return part_of_thread(ticket, for_customer=for_customer, names=names, most=_ALL).entries


def part_of_thread(
    ticket: Ticket,
    *,
    for_customer: bool,
    names: Sequence[Label] | None = None,
    below: int = 0,
    most: int = NEWEST,
) -> Part:
    """The newest messages before a position (0: of all), with what happened in between."""
    below = below or _END
    rows = _said(ticket.id, below, most + 1)
    earlier = rows[most - 1].position if len(rows) > most else 0
    rows = rows[most - 1 :: -1]
    said = _messages(ticket, rows, for_customer)
    happened = _events(ticket, for_customer, names, earlier, below)
    return Part(sorted([*said, *happened], key=lambda entry: entry.position), earlier)


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


def _messages(ticket: Ticket, rows: list[Any], for_customer: bool) -> list[Entry]:
    moment = now()
    pending = {row.id for row in rows if row.pending_until and row.pending_until > moment}
    if for_customer:
        rows = [row for row in rows if not row.is_note and row.id not in pending]
    files = attachments.for_messages([row.id for row in rows]) if ticket.attachments else {}
    return [
        Entry(
            "note" if row.is_note else "message",
            row.position,
            row.created,
            author_name=row.author,
            author_id=row.staff or row.customer or 0,
            is_customer=row.staff is None,
            html=row.html,
            files=files.get(row.id, []),
            message=row.id,
            pending_until=row.pending_until if row.id in pending else None,
        )
        for row in rows
    ]


def _events(
    ticket: Ticket, for_customer: bool, names: Sequence[Label] | None, first: int, below: int
) -> list[Entry]:
    rows = _changes(ticket.id, first, below)
    if for_customer:
        rows = [row for row in rows if row.name == events.CHANGED]
    if not rows:
        return []
    known = {label.id: label for label in names or statuses.every()}
    return [
        Entry(
            "event",
            row.position,
            row.created,
            text=_customer_words(row, known) if for_customer else _staff_words(row, known),
            icon=_icon(row, known),
        )
        for row in rows
    ]


def _new_status(row: Any, names: dict[int, Label]) -> Label | None:
    return names.get(json.loads(row.details).get("changes", {}).get("status", [0, 0])[1])


def _customer_words(row: Any, names: dict[int, Label]) -> str:
    status = _new_status(row, names)
    return statuses.words(status.row.meaning) if status else _("Something was changed")


def _staff_words(row: Any, names: dict[int, Label]) -> str:
    if row.name == events.TAKEN_BACK:
        return _("%(name)s took a reply back before it went out") % {"name": row.who or ""}
    status = _new_status(row, names)
    told = {"name": row.who or "", "status": status.name if status else ""}
    if row.actor_kind == "customer":
        return _("The customer's reply set the status to %(status)s") % told
    if row.actor_kind == "staff":
        return _("%(name)s set the status to %(status)s") % told
    return _("The status was set to %(status)s") % told


def _icon(row: Any, names: dict[int, Label]) -> str:
    if row.name == events.TAKEN_BACK:
        return "arrow-counterclockwise"
    status = _new_status(row, names)
    return {
        statuses.OPEN: "circle-half",
        statuses.WAITING: "hourglass-split",
        statuses.HOLD: "pause-circle",
        statuses.RESOLVED: "check2-circle",
    }.get(status.row.meaning if status else "", "circle-fill")
