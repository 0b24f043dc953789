"""Message-IDs: how programs keep a conversation together, and how an answer finds its ticket.

Each mail of a ticket has an ID of its own, stored in `mail_id`. All of them refer to the ticket's
root, an ID that no mail has: programs gather what refers to the same one, whoever got which mail.
"""

import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from helpdesk import addresses, settings
from helpdesk import secrets as sealed
from helpdesk.schema import MailId, Ticket

REFERENCES_MOST = 8
_ROOT = re.compile(r"<ticket-(\d{1,18})-([\w-]{24})@[^<>@\s]+>")
_PURPOSE = "message-id"


def domain() -> str:
    """What stands behind the @: the sender's domain, else the desk's."""
    address = settings.get("mail.from_address")
    try:
        name = address.rpartition("@")[2] or urlsplit(settings.get("site.url")).hostname or ""
        return addresses.ascii_domain(name)
    except (ValueError, addresses.Unusable):
        return "helpdesk.invalid"


def new() -> str:
    """An ID that no other mail has."""
    return f"<{secrets.token_hex(16)}@{domain()}>"


def root(ticket: int) -> str:
    """The ID that all mails of a ticket refer to."""
    return f"<ticket-{ticket}-{sealed.signature(_PURPOSE, str(ticket))}@{domain()}>"


def references(ticket: Ticket) -> list[str]:
    """What a mail of this ticket refers to: the root, then what the customer's program sent."""
    came = MailId.select(MailId.message_id).where((MailId.ticket == ticket.id) & MailId.is_incoming)
    latest = [row.message_id for row in came.order_by(MailId.id.desc()).limit(REFERENCES_MOST)]
    return [root(ticket.id), *reversed(latest)]


def ticket_of(several: Iterable[str]) -> int | None:
    """The number of the ticket that one of these IDs (In-Reply-To, References) belongs to."""
    found = list(dict.fromkeys(several))[-50:]
    row = MailId.select(MailId.ticket).where(MailId.message_id.in_(found)).tuples().first()
    if row is not None:
        return int(row[0])
    for message_id in reversed(found):
        parts = _ROOT.fullmatch(message_id)
        if parts and sealed.is_signed(_PURPOSE, parts[1], parts[2]):
            return int(parts[1])
    return None
