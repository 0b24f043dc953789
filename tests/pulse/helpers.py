"""What happens on a ticket while somebody has its page open."""

from datetime import timedelta

from helpdesk import db, statuses, tickets
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.jobs import Slice
from helpdesk.schema import Message, PendingReply, Ticket
from helpdesk.tickets import pending
from tests.cast import Desk


def fresh(ticket: Ticket) -> Ticket:
    """As it is by now."""
    found: Ticket = Ticket.get_by_id(ticket.id)
    return found


def reply(desk: Desk, ticket: Ticket, text: str = "Bring it in.", *, waits: int = 0) -> Message:
    """Anna answers; with `waits` the customer sees it so many seconds later."""
    actor, author = desk.anna.actor(), "Anna Lindgren"
    with db.transaction():
        return tickets.reply(fresh(ticket), actor=actor, author=author, text=text, undo=waits)


def is_over(message: Message) -> None:
    """The reply's time to be taken back is over."""
    past = now() - timedelta(seconds=1)
    with db.transaction():
        Message.update(pending_until=past).where(Message.id == message.id).execute()
        PendingReply.update(until=past).where(PendingReply.message == message.id).execute()


def release(message: Message) -> None:
    """Its time is over, and the job lets it out."""
    is_over(message)
    pending.release(Slice(None, None))


def take_back(desk: Desk, message: Message) -> None:
    """Anna takes her reply back."""
    ticket: Ticket = Ticket.get_by_id(message.ticket_id)
    with db.transaction():
        tickets.take_back(ticket, message.position, actor=desk.anna.actor())


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
