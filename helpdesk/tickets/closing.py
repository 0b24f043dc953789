"""The customer says that it is solved, or that it isn't after all."""

from helpdesk import settings, statuses
from helpdesk.errors import Forbidden
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Ticket
from helpdesk.tickets.order import lock
from helpdesk.tickets.status import set_status


def can_resolve(ticket: Ticket) -> bool:
    """Whether the customer may say that it is solved."""
    return bool(ticket.is_open and settings.get("portal.customer_resolves"))


def can_reopen(ticket: Ticket) -> bool:
    """Whether the customer may open it again."""
    return bool(not ticket.is_open and settings.get("tickets.customer_reopens"))


def resolve(ticket: Ticket, *, actor: Actor) -> None:
    """It is solved; that it is already is no error. Raises Forbidden where customers may not."""
    lock(ticket)
    if ticket.is_open and not can_resolve(ticket):
        raise Forbidden(_("Requests are resolved by our staff. Write a reply instead."))
    if ticket.is_open:
        set_status(ticket, statuses.default(statuses.RESOLVED), actor=actor)


def reopen(ticket: Ticket, *, actor: Actor) -> None:
    """It isn't solved; that it is open already is no error. Raises Forbidden."""
    lock(ticket)
    if not ticket.is_open and not can_reopen(ticket):
        raise Forbidden(_("This request is closed. Send a new one if there is more to say."))
    if not ticket.is_open:
        set_status(ticket, statuses.default(statuses.OPEN), actor=actor)
