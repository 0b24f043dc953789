"""What a ticket is about: subject, category, priority, and who asks."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from helpdesk import customers, events, search
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Category, Customer, Event, Priority, Ticket
from helpdesk.tickets import assigning
from helpdesk.tickets.order import advance, lock
from helpdesk.tickets.submitting import SUBJECT_MOST


def set_priority(ticket: Ticket, priority: Priority, *, actor: Actor) -> Event | None:
    """How pressing it is; None when it is that already."""
    lock(ticket)
    return _change(ticket, "priority", ticket.priority_id, priority.id, actor)


def set_category(ticket: Ticket, category: Category, *, actor: Actor) -> str:
    """What kind of matter it is. An owner who doesn't see that kind loses it in the same press;
    returns their name, else ''."""
    lock(ticket)
    event = _change(
        ticket, "category", ticket.category_id, category.id, actor, search.changing(ticket)
    )
    return assigning.let_go(ticket, actor=actor) if event else ""


def set_subject(ticket: Ticket, subject: str, *, actor: Actor) -> Event | None:
    """What its list and mails call it; raises Invalid for an empty or long one."""
    lock(ticket)
    said = " ".join(subject.split())
    if not said:
        raise Invalid({"subject": _("Write in a few words what it is about.")})
    if len(said) > SUBJECT_MOST:
        raise Invalid({"subject": _("At most %(num)d characters.") % {"num": SUBJECT_MOST}})
    return _change(ticket, "subject", ticket.subject, said, actor, search.changing(ticket))


def set_customer(ticket: Ticket, email: str, *, name: str = "", actor: Actor) -> Event | None:
    """Whose request it is: the customer with an address, made when there is none."""
    lock(ticket)
    customer = customers.find_or_create(name.strip(), customers.checked_email(email, "customer"))
    return _change(
        ticket,
        "customer",
        ticket.customer_id,
        customer.id,
        actor,
        search.changing(ticket),
        organisation=_organisation(customer),
    )


def _organisation(customer: Customer) -> int | None:
    number: int | None = customer.organisation_id
    return number


def _change(
    ticket: Ticket,
    field: str,
    old: Any,
    new: Any,
    actor: Actor,
    around: AbstractContextManager[None] | None = None,
    **more: Any,
) -> Event | None:
    if old == new:
        return None
    with around or nullcontext():
        position = advance(ticket, **{field: new}, **more)
    return events.record(
        events.CHANGED, actor, ticket=ticket, position=position, changes={field: (old, new)}
    )
