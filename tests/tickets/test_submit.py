"""A customer asks."""

import pytest

from helpdesk import db, tickets
from helpdesk.errors import Invalid
from helpdesk.events import SUBMITTED, Actor
from helpdesk.schema import Customer, CustomerAddress, Event, Message, Outbox, Ticket
from tests.cast import Desk


def test_makes_ticket_message_event_and_mails_in_one_go(desk: Desk) -> None:
    ticket = desk.ticket("Rear wheel rubs", text="It rubs.\n\nOn the left.")
    message = Message.get(Message.ticket == ticket.id)
    event = Event.get(Event.ticket == ticket.id)
    assert (message.position, message.text) == (1, "It rubs.\n\nOn the left.")
    assert (event.name, event.actor_kind, event.message) == (SUBMITTED, "customer", message.id)
    assert {row.recipient for row in Outbox.select()} == {"cleo@example.com", "anna@example.com"}


def test_same_address_in_any_spelling_is_the_same_customer(desk: Desk) -> None:
    first = desk.ticket(email="Cleo@Example.com")
    second = desk.ticket(email=" cleo@example.COM")
    assert first.customer_id == second.customer_id
    assert CustomerAddress.select().count() == Customer.select().count() == 1


def test_addresses_that_differ_by_an_accent_are_two_people(desk: Desk) -> None:
    assert desk.ticket(email="josé@example.com").customer_id != (
        desk.ticket(email="jose@example.com").customer_id
    )


def test_wrong_fields_are_all_named_and_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong, db.transaction():
        tickets.submit(
            actor=Actor("customer", "portal"),
            name="",
            email="not an address",
            subject=" ",
            text="\n",
            category="9999",
        )
    assert set(wrong.value.errors) == {"email", "subject", "message", "category"}
    assert Ticket.select().count() == 0


def test_a_long_text_is_stored_whole(desk: Desk) -> None:
    text = "Ж" * 150_000
    ticket = desk.ticket(text=text)
    assert Message.get(Message.ticket == ticket.id).text == text
