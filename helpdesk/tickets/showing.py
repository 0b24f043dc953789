"""A ticket as pages show it: names in the reader's language, words instead of rows."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk import labels, statuses
from helpdesk.customers import main_email
from helpdesk.schema import Category, Priority, Status, Ticket


@dataclass(frozen=True)
class Named:
    """A name with what stands behind it."""

    name: str
    meaning: str = ""
    level: str = ""
    email: str = ""


@dataclass(frozen=True)
class ShownTicket:
    """What the pages of a ticket say about it."""

    number: int
    tracking_id: str
    subject: str
    status: Named
    status_words: str
    priority: Named
    category: Named
    owner_name: str
    owner_id: int
    customer: Named
    customer_id: int
    channel: str
    team_id: int
    deleted: datetime | None
    created: datetime
    updated: datetime


def shown(ticket: Ticket) -> ShownTicket:
    """The ticket for a template; one small query whatever it holds."""
    return ShownTicket(
        number=ticket.id,
        tracking_id=ticket.tracking_id,
        subject=ticket.subject,
        status=Named(labels.one(Status, ticket.status_id).name, meaning=ticket.status.meaning),
        status_words=statuses.words(ticket.status.meaning),
        priority=Named(labels.one(Priority, ticket.priority_id).name, level=ticket.priority.level),
        category=Named(labels.one(Category, ticket.category_id).name),
        owner_name=ticket.owner.name if ticket.owner_id else "",
        owner_id=ticket.owner_id or 0,
        customer=Named(ticket.customer.name, email=main_email(ticket.customer)),
        customer_id=ticket.customer_id,
        channel=ticket.channel,
        team_id=ticket.team_id or 0,
        deleted=ticket.deleted,
        created=ticket.created,
        updated=ticket.updated,
    )
