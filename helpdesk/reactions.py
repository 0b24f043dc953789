"""What follows from which event: the one table. Reactions only write rows, in its transaction."""

from helpdesk import events, outbox, search
from helpdesk.customers import main_email
from helpdesk.schema import Event, Staff, Ticket


def register() -> None:
    """Tie the reactions to their events; the app calls this once."""
    for name in (events.SUBMITTED, events.REPLIED, events.NOTED):
        events.on(name, search_message)
    events.on(events.SUBMITTED, mail_received)
    events.on(events.SUBMITTED, mail_staff)
    events.on(events.REPLIED, mail_reply)


def search_message(event: Event) -> None:
    """Let the search know what was written."""
    if event.message:
        search.index([event.message], are_new=True)


def mail_received(event: Event) -> None:
    """Tell the customer that the request has arrived."""
    ticket: Ticket = Ticket.get_by_id(event.ticket)
    if address := main_email(ticket.customer):
        _mail("ticket_received", address, ticket, event)


def mail_staff(event: Event) -> None:
    """Tell the staff who see all categories that there is something new."""
    ticket: Ticket = Ticket.get_by_id(event.ticket)
    for person in Staff.select().where(Staff.is_active & Staff.all_categories):
        _mail("ticket_new", person.email, ticket, event)


def mail_reply(event: Event) -> None:
    """Bring a reply to the other side."""
    ticket: Ticket = Ticket.get_by_id(event.ticket)
    if event.actor_kind == "customer":
        if ticket.owner_id:
            _mail("ticket_customer_replied", ticket.owner.email, ticket, event)
    elif address := main_email(ticket.customer):
        _mail("ticket_replied", address, ticket, event)


def _mail(template: str, recipient: str, ticket: Ticket, event: Event) -> None:
    payload = {"template": template, "message": event.message, "event": event.id}
    outbox.put("mail", recipient, payload, ticket=ticket, position=event.position or 0)
