"""The trash: a ticket in it is out of everybody's sight, and whole. Nothing is destroyed here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import events, numbers, outbox, settings
from helpdesk.clock import UTC, now
from helpdesk.errors import Forbidden, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Customer, Event, Staff, Ticket
from helpdesk.staff import Member
from helpdesk.tickets.access import in_reach_of
from helpdesk.tickets.order import advance, lock


@dataclass(frozen=True)
class Trashed:
    """A ticket as the trash lists it."""

    number: int
    tracking_id: str
    subject: str
    customer_name: str
    deleted: datetime


@dataclass(frozen=True)
class TrashPage:
    """Some of them, and the key from which the next page goes on ('' at the end)."""

    rows: list[Trashed]
    next_key: str


def can_trash(member: Member) -> bool:
    """Whether somebody may move tickets to the trash, and the desk lets anybody."""
    return member.can("tickets.trash") and not settings.get("tickets.undeletable")


def trash(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Move it to the trash; its mails that haven't left wait until it comes back. Raises Forbidden
    where conversations can't be deleted."""
    if settings.get("tickets.undeletable"):
        raise Forbidden(
            _("Conversations can't be deleted here. An administrator set it so, under Tickets.")
        )
    lock(ticket)
    if ticket.deleted is not None:
        return None
    moment = now()
    position = advance(ticket, deleted=moment)
    outbox.hold(ticket.id)
    changes = {"deleted": (None, int(moment.timestamp()))}
    return events.record(events.TRASHED, actor, ticket=ticket, position=position, changes=changes)


def restore(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Take it out of the trash, as it was."""
    lock(ticket)
    if ticket.deleted is None:
        return None
    changes = {"deleted": (int(ticket.deleted.timestamp()), None)}
    position = advance(ticket, deleted=None)
    outbox.release(ticket.id)
    return events.record(events.RESTORED, actor, ticket=ticket, position=position, changes=changes)


def trash_of(member: Member, *, after: str = "") -> TrashPage:
    """What is in the trash within a member's categories, the latest first, after a key.

    The index of the list begins with `is_open` and `deleted`: it holds the trash in two rows, and
    each is read from its end.
    """
    size, key = settings.get("list.rows"), _parsed(after)
    found = [row for is_open in (1, 0) for row in _row(member, is_open, size + 1, key)]
    found.sort(key=_order, reverse=True)
    rows = [
        Trashed(row.id, row.tracking_id, row.subject, row.customer_name, row.deleted)
        for row in found[:size]
    ]
    return TrashPage(rows, _key(found[size - 1]) if len(found) > size else "")


def who_trashed(ticket: Ticket) -> str:
    """The name of who moved it to the trash, '' for the desk itself."""
    own = (Event.ticket == ticket.id) & (Event.name == events.TRASHED)
    query = Event.select(Staff.name).join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
    row = query.where(own).order_by(Event.position.desc()).tuples().first()
    if row is None:
        raise NotFound
    return row[0] or ""


def _row(
    member: Member, is_open: int, most: int, key: tuple[datetime, datetime, int] | None
) -> Any:
    condition = (Ticket.is_open == is_open) & Ticket.deleted.is_null(False) & in_reach_of(member)
    if key is not None:
        deleted, last, number = key
        earlier = (Ticket.last_message < last) | (
            (Ticket.last_message == last) & (Ticket.id < number)
        )
        condition &= Ticket.deleted <= deleted
        condition &= (Ticket.deleted < deleted) | earlier
    columns = (Ticket.id, Ticket.tracking_id, Ticket.subject, Ticket.deleted, Ticket.last_message)
    return (
        Ticket.select(*columns, Customer.name.alias("customer_name"))
        .join(Customer)
        .where(condition)
        .order_by(Ticket.deleted.desc(), Ticket.last_message.desc(), Ticket.id.desc())
        .limit(most)
        .objects()
    )


def _order(row: Any) -> tuple[datetime, datetime, int]:
    return row.deleted, row.last_message, row.id


def _key(row: Any) -> str:
    return f"{int(row.deleted.timestamp())}-{int(row.last_message.timestamp())}-{row.id}"


def _parsed(key: str) -> tuple[datetime, datetime, int] | None:
    parts = key.split("-")
    if len(parts) != 3 or not all(map(numbers.is_id, parts)):
        return None
    try:
        moments = [datetime.fromtimestamp(int(part), UTC) for part in parts[:2]]
    except (ValueError, OverflowError, OSError):
        return None
    return moments[0], moments[1], int(parts[2])
