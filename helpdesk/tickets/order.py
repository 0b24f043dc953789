"""The order of a ticket's thread: positions taken from the ticket's row, never ids or clocks."""

from typing import Any

from peewee import Case

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Status, Ticket

# What others may have changed since the ticket was read, besides its status.
FRESH = (
    "subject",
    "priority_id",
    "category_id",
    "customer_id",
    "owner_id",
    "team_id",
    "deleted",
    "is_open",
    "resolved",
    "first_answer",
    "last_position",
    "collaborators",
)


def lock(ticket: Ticket) -> None:
    """Hold the ticket's row until the commit, and learn what others did to it meanwhile.

    On MySQL a transaction sees the state of its first read; only a locking read sees the present,
    and what follows from a status must follow from the present one.
    """
    query = Ticket.select().where(Ticket.id == ticket.id)
    fresh: Ticket = db.locked(query).get()
    if fresh.status_id != ticket.status_id:
        ticket.status = Status.get_by_id(fresh.status_id)
    for name in FRESH:
        setattr(ticket, name, getattr(fresh, name))


def advance(ticket: Ticket, **changes: Any) -> int:
    """Change the ticket's row and take its next position.

    The UPDATE locks the row until the commit, so that two transactions never get the same position
    and the one that commits first has the lower one.
    """
    changes = {"updated": now(), **changes, "last_position": Ticket.last_position + 1}
    if changes.get("last_by_customer") is False:  # answered: from now on they wait anew, if at all
        waits, since = Ticket.waiting_since.is_null(False), Ticket.waiting_since.db_value(now())
        changes.setdefault("waiting_since", Case(None, ((waits, since),), None))
    Ticket.update(**changes).where(Ticket.id == ticket.id).execute()
    changed = [Ticket._meta.fields[name] for name in changes]
    fresh = Ticket.select(*changed).where(Ticket.id == ticket.id).dicts().get()
    for name, value in fresh.items():
        setattr(ticket, name, value)
    return int(ticket.last_position)
