"""What a customer or an organisation asked, as far as it is in a staff member's sight."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from helpdesk import db, labels, settings
from helpdesk.clock import UTC
from helpdesk.schema import Status, Ticket
from helpdesk.staff import Member
from helpdesk.tickets.access import THERE, in_sight_of, sight_of
from helpdesk.tickets.rows import Row, row_of, select_rows

COUNTED = 2000  # exact up to here, one more stands for "and more"
BESIDE = 5  # other tickets that the page of one names


@dataclass(frozen=True)
class PastPage:
    """Some of them, and the key from which the next page goes on ('' at the end)."""

    rows: list[Row]
    next_key: str


@dataclass(frozen=True)
class Other:
    """A ticket named on the page of another one."""

    number: int
    subject: str
    status_name: str
    status_meaning: str
    updated: datetime


@dataclass(frozen=True)
class Others:
    """The last other tickets of a customer, and how many others there are."""

    customer_id: int
    rows: list[Other]
    total: int


@dataclass(frozen=True)
class Known:
    """How busy the desk is with a customer."""

    last: datetime
    is_open: int


def of_customer(
    member: Member, customer: int, *, limit: int = 0, after: str = "", open_only: bool = False
) -> PastPage:
    """A customer's tickets, last message first; as many as the list's pages have, or `limit`."""
    size = limit or settings.get("list.rows")
    condition = _theirs(member, customer, open_only)
    if key := _parsed(after):
        # The first half alone lets both engines begin in the middle of the index.
        condition &= (Ticket.last_message <= key[0]) & (
            (Ticket.last_message < key[0]) | (Ticket.id < key[1])
        )
    query = select_rows().where(condition).order_by(Ticket.last_message.desc(), Ticket.id.desc())
    found = list(query.limit(size + 1).dicts())
    more = (
        f"{int(found[size - 1]['last_message'].timestamp())}-{found[size - 1]['id']}"
        if len(found) > size
        else ""
    )
    return PastPage([row_of(row) for row in found[:size]], more)


def of_organisation(member: Member, organisation: int, *, after: str = "") -> PastPage:
    """The tickets of an organisation's members, the highest number first."""
    size = settings.get("list.rows")
    condition = in_sight_of(member) & (Ticket.organisation == organisation)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        condition &= Ticket.id < int(after)
    query = select_rows().where(condition).order_by(Ticket.id.desc()).limit(size + 1)
    found = list(query.dicts())
    more = str(found[size - 1]["id"]) if len(found) > size else ""
    return PastPage([row_of(row) for row in found[:size]], more)


def count_of_customer(member: Member, customer: int, *, open_only: bool = False) -> int:
    """How many there are, exact up to `COUNTED`."""
    theirs = Ticket.select(Ticket.id).where(_theirs(member, customer, open_only))
    return int(theirs.limit(COUNTED + 1).count())


def others(member: Member, ticket: int, customer: int) -> Others:
    """What stands beside a ticket; one query for the usual customer, else two."""
    sight = sight_of(member)
    if sight is None:
        found = _beside(customer, ticket)
    else:
        found = _beside_in_sight(customer, ticket, sight) if sight else []
    total = len(found)
    if total > BESIDE:
        total = count_of_customer(member, customer) - 1
    return Others(customer, [_other(*row) for row in found[:BESIDE]], total)


def known(member: Member, customers: Collection[int]) -> dict[int, Known]:
    """The last message and the number of open tickets of each customer who has any in sight."""
    if not customers:
        return {}
    theirs = in_sight_of(member) & Ticket.customer.in_(list(customers))
    query = Ticket.select(
        Ticket.customer, fn.MAX(Ticket.last_message).alias("last"), fn.SUM(Ticket.is_open)
    )
    rows = query.where(theirs).group_by(Ticket.customer).tuples()
    return {number: Known(_moment(last), int(opened or 0)) for number, last, opened in rows}


def _theirs(member: Member, customer: int, open_only: bool) -> Any:
    condition = (Ticket.customer == customer) & in_sight_of(member)
    return condition & (Ticket.is_open == 1) if open_only else condition


def _others(customer: Any, ticket: Any) -> Any:
    there = (Ticket.customer == customer) & (Ticket.id != ticket) & THERE
    query = Ticket.select(Ticket.id, Ticket.subject, Ticket.status, Ticket.last_message)
    query = query.where(there).order_by(Ticket.last_message.desc(), Ticket.id.desc())
    return query.limit(BESIDE + 1).tuples()


_beside = db.Prepared(_others)
_beside_in_sight = db.Prepared(
    lambda customer, ticket, sight: _others(customer, ticket).where(Ticket.category.in_(sight))
)


def _other(number: int, subject: str, status: int, updated: datetime) -> Other:
    label = labels.one(Status, status)
    return Other(number, subject, label.name, label.row.meaning, updated)


def _moment(value: Any) -> datetime:
    found = Ticket.last_message.python_value(value)
    return found if isinstance(found, datetime) else datetime.min.replace(tzinfo=UTC)


def _parsed(key: str) -> tuple[datetime, int] | None:
    """The moment and number of a key; None for anything that isn't one."""
    seconds, _dash, number = key.partition("-")
    if not (seconds.isdecimal() and number.isdecimal()) or len(number) > 18:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return None
