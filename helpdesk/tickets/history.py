"""Everything that ever happened on a ticket: who, when, and from what to what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import events
from helpdesk.i18n import _
from helpdesk.schema import Event, Staff, Ticket
from helpdesk.tickets import wording

SIZE = 100  # of a page


@dataclass(frozen=True)
class Happened:
    """An event; `who` is '' for the desk itself, `press` is shared by all events of one press."""

    position: int
    created: datetime
    who: str
    staff: int
    channel: str
    text: str
    icon: str
    press: str


@dataclass(frozen=True)
class History:
    """Some events, the latest first, and the position from which older ones go on (0: none)."""

    rows: list[Happened]
    below: int


def history_of(ticket: Ticket, *, below: int = 0) -> History:
    """The latest events of a ticket, or those before a position."""
    own = (Event.ticket == ticket.id) & Event.position.is_null(False)
    if below:
        own &= Event.position < below
    query = (
        Event.select(
            Event.name,
            Event.position,
            Event.created,
            Event.actor_kind,
            Event.staff,
            Event.channel,
            Event.change_id,
            Event.details,
            Staff.name.alias("who"),
        )
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(own)
        .order_by(Event.position.desc(), Event.id.desc())
        .limit(SIZE + 1)
    )
    rows = list(query.namedtuples())
    names = wording.names_for(rows, ticket)
    shown = [_happened(row, ticket, names) for row in rows[:SIZE]]
    return History(shown, rows[SIZE - 1].position if len(rows) > SIZE else 0)


def _happened(row: Any, ticket: Ticket, names: wording.Names) -> Happened:
    who = row.who or (ticket.customer.name if row.actor_kind == "customer" else "")
    return Happened(
        row.position,
        row.created,
        who,
        row.staff or 0,
        row.channel,
        _said(row) or wording.words(row, names),
        _SAID_ICONS.get(row.name) or wording.icon(row),
        row.change_id,
    )


_SAID_ICONS = {
    events.SUBMITTED: "inbox",
    events.REPLIED: "reply",
    events.NOTED: "lock",
}


def _said(row: Any) -> str:
    by_staff = row.actor_kind == "staff"
    if row.name == events.SUBMITTED:
        told = _("%(name)s opened the ticket for the customer") % {"name": row.who or ""}
        return told if by_staff else _("The customer sent the request")
    if row.name == events.REPLIED:
        told = _("%(name)s replied") % {"name": row.who or ""}
        return told if by_staff else _("The customer replied")
    if row.name == events.NOTED:
        return _("%(name)s wrote a note") % {"name": row.who or ""}
    return ""
