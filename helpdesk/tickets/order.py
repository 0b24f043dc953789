"""The order of a ticket's thread: positions taken from the ticket's row, never ids or clocks."""

from typing import Any

from helpdesk.clock import now
from helpdesk.schema import Ticket


def advance(ticket: Ticket, **changes: Any) -> int:
    """Change the ticket's row and take its next position.

    The UPDATE locks the row until the commit, so that two transactions never get the same position
    and the one that commits first has the lower one.
    """
    changes = {"updated": now(), **changes, "last_position": Ticket.last_position + 1}
    Ticket.update(**changes).where(Ticket.id == ticket.id).execute()
    fresh: Ticket = Ticket.get_by_id(ticket.id)
    for name in changes:
        setattr(ticket, name, getattr(fresh, name))
    return int(fresh.last_position)
