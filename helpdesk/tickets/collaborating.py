"""Collaborators: staff who work on a ticket beside its owner, and hear of it like them."""

from typing import Any

from helpdesk import db, events
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _, ngettext
from helpdesk.schema import Event, Participant, Ticket
from helpdesk.tickets import crew
from helpdesk.tickets.crew import Person
from helpdesk.tickets.order import advance, lock

COLLABORATOR = "collaborator"
MOST = 20  # of one ticket


def collaborators(ticket: Ticket) -> list[Person]:
    """Who works on it beside its owner, by name; no query where nobody does."""
    if not ticket.collaborators:
        return []
    theirs = {row.staff_id for row in Participant.select(Participant.staff).where(_of(ticket))}
    return [p for p in crew.everybody() if p.id in theirs and p.id != ticket.owner_id]


def add_collaborator(ticket: Ticket, staff: str | int, *, actor: Actor) -> Event | None:
    """Add somebody who sees its category; raises Invalid. None for who is one already."""
    lock(ticket)
    present = _present(ticket)
    wanted = _chosen(ticket, staff)
    if wanted in [row.staff_id for row in present]:
        return None
    if len(present) >= MOST:
        words = ngettext(
            "At most %(num)d person can be added.", "At most %(num)d people can be added.", MOST
        )
        raise Invalid({"collaborator": words % {"num": MOST}})
    Participant.create(ticket=ticket, role=COLLABORATOR, staff=wanted)
    return _record(events.COLLABORATOR_ADDED, ticket, wanted, len(present) + 1, actor)


def remove_collaborator(ticket: Ticket, staff: int, *, actor: Actor) -> None:
    """Remove one; raises NotFound for one that isn't there."""
    lock(ticket)
    present = _present(ticket)
    row = next((each for each in present if each.staff_id == staff), None)
    if row is None:
        raise NotFound
    row.delete_instance()
    _record(events.COLLABORATOR_REMOVED, ticket, staff, len(present) - 1, actor)


def _of(ticket: Ticket) -> Any:
    return (Participant.ticket == ticket.id) & (Participant.role == COLLABORATOR)


def _present(ticket: Ticket) -> list[Participant]:
    """The collaborators as they are now."""
    return list(db.locked(Participant.select().where(_of(ticket)).order_by(Participant.id)))


def _chosen(ticket: Ticket, staff: str | int) -> int:
    """The id of who was chosen, raises Invalid for somebody who can't be."""
    found = next((p.id for p in crew.able(ticket.category_id) if str(p.id) == str(staff)), None)
    if found is None:
        words = _("Choose somebody from the list. Others don't see this category.")
        raise Invalid({"collaborator": words})
    if found == ticket.owner_id:
        raise Invalid({"collaborator": _("They own this ticket already.")})
    return found


def _record(name: str, ticket: Ticket, staff: int, left: int, actor: Actor) -> Event:
    position = advance(ticket, collaborators=left)
    return events.record(name, actor, ticket=ticket, position=position, collaborator=staff)
