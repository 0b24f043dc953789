"""The requests of one person: as a browser may see them, or as a mail may tell."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from helpdesk import i18n, labels, mail, statuses
from helpdesk.customers import normal_email
from helpdesk.mail import Recipient
from helpdesk.schema import Customer, CustomerAddress, Participant, Status, Ticket
from helpdesk.tickets.following import FOLLOWER

MOST = 50


@dataclass(frozen=True)
class OwnRequest:
    """A line in the list of one's requests."""

    number: int
    tracking_id: str
    subject: str
    meaning: str
    words: str
    snippet: str
    updated: datetime
    customer: int


def own(granted: Collection[int]) -> list[OwnRequest]:
    """These tickets as far as they are there, the newest first; one query."""
    if not granted:
        return []
    there = Ticket.id.in_(list(granted)) & Ticket.deleted.is_null()
    rows = Ticket.select(
        Ticket.id,
        Ticket.tracking_id,
        Ticket.subject,
        Ticket.status,
        Ticket.snippet,
        Ticket.last_message,
        Ticket.customer,
    ).where(there)
    return [_own(row) for row in rows.order_by(Ticket.last_message.desc(), Ticket.id.desc())]


def tell_tracking_ids(email: str) -> None:
    """Mail the list of their requests to the person with this address; to nobody else."""
    found = _addressed(email)
    if found is not None:
        mail.tracking_ids(found)


def _addressed(email: str) -> Recipient | None:
    wanted = normal_email(email)[:190]
    row = (
        CustomerAddress.select(CustomerAddress, Customer)
        .join(Customer)
        .where(CustomerAddress.email_normal == wanted)
        .first()
    )
    if row is not None:
        return Recipient(row.email, row.customer.name, i18n.language())
    follows = (Participant.email_normal == wanted) & (Participant.role == FOLLOWER)
    follower = Participant.select(Participant.email).where(follows).first()
    return Recipient(follower.email, "", i18n.language()) if follower else None


def _own(row: Ticket) -> OwnRequest:
    meaning = labels.one(Status, row.status_id).row.meaning
    return OwnRequest(
        number=row.id,
        tracking_id=row.tracking_id,
        subject=row.subject,
        meaning=meaning,
        words=statuses.words(meaning),
        snippet=row.snippet,
        updated=row.last_message,
        customer=row.customer_id,
    )
