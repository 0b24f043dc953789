"""A ticket as a row: in the list, among what was found, in a customer's history."""

from datetime import datetime
from typing import Any, NamedTuple

from peewee import JOIN

from helpdesk import labels, statuses
from helpdesk.schema import Customer, Priority, Staff, Status, Ticket


class Row(NamedTuple):
    """A ticket as the list shows it."""

    number: int
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
    team_name: str = ""
    created: datetime | None = None  # where the list is in the order of it
    waiting: datetime | None = None
    bucket: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether it is our turn."""
        return self.status_meaning in statuses.OURS


def select_rows() -> Any:
    """Tickets with what `row_of` wants, in no order yet; read it with `dicts()`."""
    return (
        Ticket.select(
            Ticket.id,
            Ticket.subject,
            Ticket.snippet,
            Ticket.status,
            Ticket.priority,
            Ticket.owner,
            Ticket.last_message,
            Ticket.last_by_customer,
            Customer.name.alias("customer_name"),
            Staff.name.alias("owner_name"),
        )
        .join_from(Ticket, Customer)
        .join_from(Ticket, Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))
    )


def row_of(found: dict[str, Any]) -> Row:
    """One of them."""
    status = labels.one(Status, found["status"])
    priority = labels.one(Priority, found["priority"])
    return Row(
        number=found["id"],
        subject=found["subject"],
        snippet=found["snippet"],
        status_name=status.name,
        status_meaning=status.row.meaning,
        priority_name=priority.name,
        priority_level=priority.row.level,
        customer_name=found["customer_name"],
        owner_name=found["owner_name"] or "",
        owner_id=found["owner"] or 0,
        updated=found["last_message"],
        unread=is_unread(found["last_by_customer"], status.row.meaning),
    )


def is_unread(last_by_customer: object, meaning: str) -> bool:
    """Whether a ticket, by its status's meaning, needs an answer."""
    return bool(last_by_customer) and meaning != statuses.RESOLVED
