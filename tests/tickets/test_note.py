"""A message that only staff see."""

import io

import pytest

from helpdesk import attachments, db, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Message, Outbox, Ticket
from tests.cast import Desk


def noted(desk: Desk, ticket: Ticket, text: str = "Frame is bent.") -> Message:
    file = attachments.store().keep(io.BytesIO(b"x"), "x.txt")
    with db.transaction():
        return tickets.note(
            ticket, actor=desk.anna.actor(), author="Anna", text=text, files=(file,)
        )


def test_is_in_the_thread_of_staff_only(desk: Desk) -> None:
    ticket = desk.ticket()
    noted(desk, ticket)
    assert [e.kind for e in tickets.thread(ticket, for_customer=False)] == ["message", "note"]
    assert [e.kind for e in tickets.thread(ticket, for_customer=True)] == ["message"]


def test_is_counted_apart_and_leaves_the_rest_alone(desk: Desk) -> None:
    ticket = desk.ticket()
    before = Ticket.get()
    noted(desk, ticket)
    after = Ticket.get()
    assert (after.notes, after.messages, after.attachments) == (1, 1, 1)
    kept = ("status_id", "last_message", "last_by_customer", "snippet", "first_answer", "is_open")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_is_recorded_and_mailed_to_nobody(desk: Desk) -> None:
    ticket = desk.ticket()
    mails = Outbox.select().count()
    message = noted(desk, ticket)
    event = Event.get(Event.name == "ticket.noted")
    assert (event.message, event.position, event.staff) == (message.id, 2, desk.anna.id)
    assert Outbox.select().count() == mails


def test_needs_words(desk: Desk) -> None:
    with pytest.raises(Invalid):
        noted(desk, desk.ticket(), " ")
    assert Message.select().count() == 1
