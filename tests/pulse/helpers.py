"""What happens on a ticket while somebody has its page open."""

from datetime import timedelta
from typing import Any

from helpdesk import db, statuses, tickets
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.schema import Message, Ticket
from tests.cast import Desk


def fresh(ticket: Ticket) -> Ticket:
    """As it is by now."""
    found: Ticket = Ticket.get_by_id(ticket.id)
    return found


def reply(desk: Desk, ticket: Ticket, text: str = "Bring it in.", *, waits: int = 0) -> Message:
    """Anna answers; with `waits` the customer sees it so many seconds later."""
    with db.transaction():
        message = tickets.reply(
            fresh(ticket), actor=desk.anna.actor(), author="Anna Lindgren", text=text
        )
        if waits:
            due = now() + timedelta(seconds=waits)
            Message.update(pending_until=due).where(Message.id == message.id).execute()
    return message


def release(message: Message, **values: Any) -> None:
    """Its time to be taken back is over: by the clock, or because somebody says so."""
    with db.transaction():
        due = values.get("at", now() - timedelta(seconds=1))
        Message.update(pending_until=due).where(Message.id == message.id).execute()


def by_cleo(ticket: Ticket, text: str = "Thank you.") -> Message:
    """The customer writes."""
    row = fresh(ticket)
    actor = Actor("customer", "portal", customer=row.customer_id)
    with db.transaction():
        return tickets.reply(row, actor=actor, author="Cleo Marsh", text=text)


def note(desk: Desk, ticket: Ticket, text: str = "Ask Jakarta.") -> Message:
    """Anna writes a note."""
    with db.transaction():
        return tickets.note(fresh(ticket), actor=desk.anna.actor(), author="Anna", text=text)


def resolve(desk: Desk, ticket: Ticket) -> None:
    """Anna sets the status to Resolved."""
    with db.transaction():
        done = statuses.default(statuses.RESOLVED)
        tickets.set_status(fresh(ticket), done, actor=desk.anna.actor())
