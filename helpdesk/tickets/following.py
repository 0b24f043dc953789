"""Followers: people whom the customer has added, who get a copy of every answer (Cc).

A follower is an address. Whom it belongs to isn't told: else adding an address would be a way to
learn a stranger's name. What happened refers to the row only, so that a person can be erased.
"""

from typing import Any

from helpdesk import db, events, outbox, settings
from helpdesk.customers import checked_email, find_or_create, normal_email
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _, ngettext
from helpdesk.schema import CustomerAddress, Participant, Ticket
from helpdesk.tickets.order import advance, lock

FOLLOWER = "follower"
MOST = 10  # of one ticket


def followers(ticket: Ticket) -> list[Participant]:
    """Who gets copies, the oldest first."""
    return list(Participant.select().where(_theirs(ticket)).order_by(Participant.id))


def follow(ticket: Ticket, email: str, *, actor: Actor) -> Participant:
    """Add an address; raises Invalid, or Forbidden where customers may not."""
    _check_allowed(ticket)
    email = checked_email(email)
    lock(ticket)
    wanted = normal_email(email)
    known = [row.email_normal for row in _present(ticket)]
    if wanted in known:
        raise Invalid({"email": _("This address gets copies already.")})
    if _is_customers(ticket, wanted):
        raise Invalid({"email": _("The answers go there anyway.")})
    if len(known) >= MOST:
        words = ngettext(
            "At most %(num)d person can be added.", "At most %(num)d people can be added.", MOST
        )
        raise Invalid({"email": words % {"num": MOST}})
    added: Participant = Participant.create(
        ticket=ticket, role=FOLLOWER, email=email, email_normal=wanted
    )
    _record(events.FOLLOWED, ticket, added, actor)
    return added


def unfollow(ticket: Ticket, number: int, *, actor: Actor) -> None:
    """Remove a follower; raises NotFound for one that isn't there."""
    lock(ticket)
    row = next((each for each in _present(ticket) if each.id == number), None)
    if row is None:
        raise NotFound
    _record(events.UNFOLLOWED, ticket, row, actor)
    outbox.withdraw_from(ticket.id, row.email)
    row.delete_instance()


def follower(ticket: Ticket, number: int) -> Participant | None:
    """The follower with this number, while they are one."""
    found: Participant | None = Participant.get_or_none(
        _theirs(ticket) & (Participant.id == number)
    )
    return found


def speaks_as(row: Participant) -> tuple[int, str]:
    """The customer that a follower who replies becomes, and the name to show; made when needed."""
    known = find_or_create("", row.email)
    if row.customer_id != known.id:
        row.customer = known
        row.save(only=[Participant.customer])
    return int(known.id), known.name or row.email


def _theirs(ticket: Ticket) -> Any:
    return (Participant.ticket == ticket.id) & (Participant.role == FOLLOWER)


def _present(ticket: Ticket) -> list[Participant]:
    """The followers as they are now."""
    return list(db.locked(Participant.select().where(_theirs(ticket)).order_by(Participant.id)))


def _check_allowed(ticket: Ticket) -> None:
    if not settings.get("portal.followers"):
        raise Forbidden(_("People can't be added here."))


def _is_customers(ticket: Ticket, wanted: str) -> bool:
    theirs = CustomerAddress.customer == ticket.customer_id
    return bool(
        CustomerAddress.select(CustomerAddress.id)
        .where(theirs & (CustomerAddress.email_normal == wanted))
        .exists()
    )


def _record(name: str, ticket: Ticket, row: Participant, actor: Actor) -> None:
    position = advance(ticket)
    events.record(name, actor, ticket=ticket, position=position, follower=row.id)
