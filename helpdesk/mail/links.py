"""Addresses of the desk's pages, as mails carry them; a customer's opens without a password."""

from helpdesk import secrets, settings
from helpdesk.schema import Ticket

_PURPOSE = "ticket link"


def page(path: str) -> str:
    """A page of the desk, seen from outside."""
    return str(settings.get("site.url")).rstrip("/") + path


def for_customer(ticket: Ticket) -> str:
    """The ticket's page, with the key that opens it to whoever holds the mail."""
    return page(f"/ticket/{ticket.tracking_id}?key={key(ticket)}")


def for_staff(ticket: Ticket) -> str:
    """The ticket's page in the panel."""
    return page(f"/admin/tickets/{ticket.id}")


def key(ticket: Ticket) -> str:
    """144 bits that only this desk can make; worthless once the ticket is another customer's."""
    return secrets.signature(_PURPOSE, _told(ticket))


def opens(ticket: Ticket, given: str) -> bool:
    """Whether a key from a mail opens this ticket."""
    return secrets.is_signed(_PURPOSE, _told(ticket), given)


def _told(ticket: Ticket) -> str:
    return f"{ticket.id} {ticket.tracking_id} {ticket.customer_id}"
