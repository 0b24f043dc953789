"""What happened last, among the tickets that somebody sees."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk import events, labels
from helpdesk.db import UtcDateTime
from helpdesk.i18n import _
from helpdesk.schema import Customer, Event, Staff, Status, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import streams
from helpdesk.tickets.access import sight_of
from helpdesk.tickets.streams import Order, Sql, Wanted

SHOWN = 10
LOOKED = 300  # events that are looked through at most, for whoever sees all
TICKETS = 15  # of each kind, whose events are looked through for others


@dataclass(frozen=True)
class Happened:
    """Something that happened, in a sentence about a ticket."""

    number: int
    subject: str
    words: str
    who: str
    who_id: int
    moment: datetime


def activity(member: Member) -> list[Happened]:
    """The last things that happened; at most two queries, each bounded."""
    sight = sight_of(member)
    if sight == ():
        return []
    among = _last_events() if sight is None else _of_tickets(sight)
    if among is None:
        return []
    event, ticket, staff, customer = (
        table._meta.table_name for table in (Event, Ticket, Staff, Customer)
    )
    seen = "" if sight is None else f" AND {streams.among('t.category_id', sight).text}"
    query = Sql(
        "SELECT e.name, e.details, e.created, t.id, t.subject, s.id, s.name, c.id, c.name"
        f" FROM ({among.text}) k CROSS JOIN {event} e ON e.id = k.id"
        f" CROSS JOIN {ticket} t ON t.id = e.ticket AND t.deleted IS NULL{seen}"
        f" LEFT JOIN {staff} s ON s.id = e.staff LEFT JOIN {customer} c ON c.id = e.customer"
        " ORDER BY e.created DESC, e.id DESC LIMIT ?",
        (*among.values, *(sight or ()), SHOWN),
    )
    moment = UtcDateTime().python_value
    return [_told(row, moment) for row in query.run()]


def _last_events() -> Sql:
    event = Event._meta.table_name
    return Sql(
        f"SELECT id FROM (SELECT id, name, ticket FROM {event}"
        " ORDER BY created DESC, id DESC LIMIT ?) x WHERE ticket IS NOT NULL AND "
        + _shown_names().text,
        (LOOKED, *_shown_names().values),
    )


def _of_tickets(sight: tuple[int, ...]) -> Sql | None:
    """The events of the tickets that moved last, for whoever sees few of them."""
    parts = [
        streams.numbers(Wanted(is_open, sight), Order(), None, TICKETS, small=False)
        for is_open in (True, False)
    ]
    text = " UNION ALL ".join(f"SELECT id FROM ({p.text}) a{n}" for n, p in enumerate(parts))
    numbers = [row[0] for row in Sql(text, tuple(v for p in parts for v in p.values)).run()]
    if not numbers:
        return None
    wanted, names = streams.among("ticket", numbers), _shown_names()
    event = Event._meta.table_name
    return Sql(
        f"SELECT id FROM {event} WHERE {wanted.text} AND {names.text}"
        " ORDER BY created DESC, id DESC LIMIT ?",
        (*wanted.values, *names.values, SHOWN),
    )


def _shown_names() -> Sql:
    names = (events.SUBMITTED, events.REPLIED, events.NOTED, events.CHANGED, events.ASSIGNED)
    return streams.among("name", names)


def _told(row: tuple[Any, ...], moment: Any) -> Happened:
    name, details, created, number, subject, staff, staff_name, customer, customer_name = row
    who = staff_name or customer_name or ""
    words = _words(name, details, is_staff=bool(staff))
    return Happened(number, subject, words, who, staff or customer or 0, moment(created))


def _words(name: str, details: str, *, is_staff: bool) -> str:
    if name == events.SUBMITTED:
        return _("New ticket")
    if name == events.REPLIED:
        return _("Answered") if is_staff else _("The customer wrote")
    if name == events.NOTED:
        return _("Note added")
    if name == events.ASSIGNED:
        return _("Owner changed")
    status = json.loads(details).get("changes", {}).get("status", [0, 0])[1]
    label = next((one for one in labels.rows(Status) if one.id == status), None)
    return _("Set to %(status)s") % {"status": label.name} if label else _("Changed")
