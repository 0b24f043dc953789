"""Where a ticket stands, and whose turn it is."""

from typing import Any

from helpdesk import events, statuses
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.schema import Event, Status, Ticket
from helpdesk.tickets.order import advance, lock


def set_status(ticket: Ticket, status: Status, *, actor: Actor) -> Event | None:
    """Give the ticket a status; None when it has it already."""
    lock(ticket)
    old = ticket.status
    if old.id == status.id:
        return None
    changes: dict[str, Any] = {"status": status.id, "is_open": status.meaning != statuses.RESOLVED}
    changes["resolved"] = now() if status.meaning == statuses.RESOLVED else None
    if (status.meaning in statuses.OURS) != (old.meaning in statuses.OURS):
        changes["waiting_since"] = now() if status.meaning in statuses.OURS else None
    position = advance(ticket, **changes)
    ticket.status = status
    return events.record(
        events.CHANGED,
        actor,
        ticket=ticket,
        position=position,
        changes={"status": (old.id, status.id)},
    )
