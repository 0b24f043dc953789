"""Addresses of the desk's pages, as mails carry them; a customer's opens without a password."""

from helpdesk import secrets, settings
from helpdesk.schema import Participant, Ticket

_PURPOSE, _FOLLOWER = "ticket link", "follower link"


def page(path: str) -> str:
    """A page of the desk, seen from outside."""
    return str(settings.get("site.url")).rstrip("/") + path


def for_customer(ticket: Ticket) -> str:
    """The ticket's page, with the key that opens it to whoever holds the mail."""
    return page(f"/ticket/{ticket.tracking_id}?key={key(ticket)}")


def for_follower(ticket: Ticket, follower: Participant) -> str:
    """The same for a follower, who reads and replies as themselves."""
    known = secrets.signature(_FOLLOWER, _followed(ticket, follower))
    return page(f"/ticket/{ticket.tracking_id}?follower={follower.id}&key={known}")


def for_follower_number(ticket: Ticket, number: int) -> str:
    """The same by number; without a key for somebody who isn't one any more."""
    mine = (Participant.id == number) & (Participant.ticket == ticket.id)
    row: Participant | None = Participant.get_or_none(mine)
    return for_follower(ticket, row) if row else page(f"/ticket/{ticket.tracking_id}")


def for_staff(ticket: Ticket) -> str:
    """The ticket's page in the panel."""
    return page(f"/admin/tickets/{ticket.id}")


def key(ticket: Ticket) -> str:
    """144 bits that only this desk can make; worthless once the ticket is another customer's."""
    return secrets.signature(_PURPOSE, _told(ticket))


def opens(ticket: Ticket, given: str) -> bool:
    """Whether a key from a mail opens this ticket."""
    return secrets.is_signed(_PURPOSE, _told(ticket), given)


def opens_for_follower(ticket: Ticket, follower: Participant, given: str) -> bool:
    """Whether a key from a follower's mail opens this ticket for them."""
    return secrets.is_signed(_FOLLOWER, _followed(ticket, follower), given)


def _told(ticket: Ticket) -> str:
    return f"{ticket.id} {ticket.tracking_id} {ticket.customer_id}"


def _followed(ticket: Ticket, follower: Participant) -> str:
    return f"{ticket.id} {ticket.tracking_id} {follower.id} {follower.email_normal}"
