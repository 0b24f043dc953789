"""The list of tickets: a page by key, at the same cost wherever it stands in the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import db, labels, settings
from helpdesk.clock import UTC
from helpdesk.schema import Customer, Priority, Staff, Status, Ticket
from helpdesk.staff import Member
from helpdesk.tickets.access import THERE, in_sight_of, sees_all

COUNTED = 2000
NUMBER_MOST = 18  # digits that surely fit a column


@dataclass(frozen=True)
class Row:
    """A ticket as the list shows it."""

    number: int
    tracking_id: str
    subject: str
    snippet: str
    status_name: str
    status_meaning: str
    priority_name: str
    priority_level: str
    customer_name: str
    owner_name: str
    owner_id: int
    updated: datetime
    unread: bool


@dataclass(frozen=True)
class Page:
    """Some rows, and the key from which the next page goes on ('' at the end)."""

    rows: list[Row]
    next_key: str


def page_of(member: Member, *, after: str = "") -> Page:
    """Open tickets in a staff member's sight, last message first, after a key of `next_key`."""
    size, key = settings.get("list.rows"), _parsed(after)
    if not sees_all(member):
        found = list(_listed(in_sight_of(member), size + 1, *(key or ())))
    elif key:
        found = _further(Ticket.last_message.db_value(key[0]), key[1], size + 1)
    else:
        found = _first(size + 1)
    return Page(_rows(found[:size]), _key(found[size - 1]) if len(found) > size else "")


def _listed(sight: Any, size: Any, moment: Any = None, number: Any = None) -> Any:
    """The query of a page; with a key it begins behind it."""
    condition = sight & (Ticket.is_open == 1)  # engines find no index for a bare column
    if moment is not None:
        # The first half alone lets both engines begin in the middle of the index.
        condition &= (Ticket.last_message <= moment) & (
            (Ticket.last_message < moment) | (Ticket.id < number)
        )
    return (
        Ticket.select(
            Ticket.id,
            Ticket.tracking_id,
            Ticket.subject,
            Ticket.snippet,
            Ticket.status,
            Ticket.priority,
            Ticket.last_message,
            Ticket.last_by_customer,
            Ticket.owner,
            Customer.name.alias("customer_name"),
            Staff.name.alias("owner_name"),
        )
        .join(Customer)
        .switch(Ticket)
        .join(Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))
        .where(condition)
        .order_by(Ticket.last_message.desc(), Ticket.id.desc())
        .limit(size)
        .dicts()
    )


_first = db.Prepared(lambda size: _listed(THERE, size))
_further = db.Prepared(lambda moment, number, size: _listed(THERE, size, moment, number))


def count(member: Member) -> int:
    """How many open tickets are in sight, exact up to `COUNTED`, one more stands for "and more"."""
    some = Ticket.select(Ticket.id).where(in_sight_of(member) & (Ticket.is_open == 1))
    return int(some.limit(COUNTED + 1).count())


def _rows(found: list[dict[str, Any]]) -> list[Row]:
    statuses = {label.id: label for label in labels.rows(Status)}
    priorities = {label.id: label for label in labels.rows(Priority)}
    return [
        Row(
            number=row["id"],
            tracking_id=row["tracking_id"],
            subject=row["subject"],
            snippet=row["snippet"],
            status_name=statuses[row["status"]].name,
            status_meaning=statuses[row["status"]].row.meaning,
            priority_name=priorities[row["priority"]].name,
            priority_level=priorities[row["priority"]].row.level,
            customer_name=row["customer_name"],
            owner_name=row["owner_name"] or "",
            owner_id=row["owner"] or 0,
            updated=row["last_message"],
            unread=bool(row["last_by_customer"]),
        )
        for row in found
    ]


def _key(row: dict[str, Any]) -> str:
    return f"{int(row['last_message'].timestamp())}-{row['id']}"


def _parsed(key: str) -> tuple[datetime, int] | None:
    """The moment and number of a key; None for anything that isn't one."""
    seconds, _dash, number = key.partition("-")
    if not (seconds.isdecimal() and number.isdecimal()) or len(number) > NUMBER_MOST:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return None
