"""What was said and what happened on a ticket, in one line of order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import attachments, db, statuses
from helpdesk.attachments import Shown
from helpdesk.clock import now
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.schema import Event, Message, Staff, Ticket
from helpdesk.tickets import wording

_said = db.Prepared(
    lambda ticket: (
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
        .where(Message.ticket == ticket)
        .order_by(Message.position)
        .namedtuples()
    )
)
_changes = db.Prepared(
    lambda ticket: (
        Event.select(
            Event.name,
            Event.position,
            Event.created,
            Event.actor_kind,
            Event.staff,
            Event.details,
            Staff.name.alias("who"),
        )
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where((Event.ticket == ticket) & Event.name.in_(wording.TOLD))
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

    @property
    def is_staff(self) -> bool:
        """Whether somebody of the desk wrote it."""
        return not self.is_customer


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
    entries = [*_messages(ticket, for_customer), *_events(ticket, for_customer, names)]
    return sorted(entries, key=lambda entry: entry.position)


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


def _messages(ticket: Ticket, for_customer: bool) -> list[Entry]:
    rows, moment = _said(ticket.id), now()
    if for_customer:
        pending = {row.id for row in rows if row.pending_until and row.pending_until > moment}
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
        )
        for row in rows
    ]


def _events(ticket: Ticket, for_customer: bool, names: Sequence[Label] | None) -> list[Entry]:
    rows = _changes(ticket.id)
    if not rows:
        return []
    if for_customer:
        known = {label.id: label for label in names or statuses.every()}
        rows = [row for row in rows if "status" in wording.changes(row)]
    words = wording.names_for(rows)
    return [
        Entry(
            "event",
            row.position,
            row.created,
            text=_customer_words(row, known) if for_customer else wording.words(row, words),
            icon=wording.icon(row),
        )
        for row in rows
    ]


def _customer_words(row: Any, names: dict[int, Label]) -> str:
    status = names.get(wording.changes(row)["status"][1])
    return statuses.words(status.row.meaning) if status else _("Something was changed")
