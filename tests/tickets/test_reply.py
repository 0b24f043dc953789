"""A message to or from the customer, and what follows from it."""

from typing import Any

import peewee
import pytest

from helpdesk import db, settings, statuses, tickets
from helpdesk.errors import Forbidden, Invalid
from helpdesk.events import CHANGED, REPLIED, Actor
from helpdesk.schema import Event, Message, Outbox, Staff, Ticket
from tests.cast import Desk
from tests.together import at_once


def by_anna(desk: Desk, ticket: Ticket, text: str = "Bring it in.", **more: Any) -> Message:
    with db.transaction():
        return tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text=text, **more)


def by_cleo(ticket: Ticket, text: str = "And the brakes?", **more: Any) -> Message:
    actor = Actor("customer", "portal", customer=ticket.customer_id)
    with db.transaction():
        return tickets.reply(ticket, actor=actor, author="Cleo Marsh", text=text, **more)


def standing(desk: Desk, meaning: str) -> Ticket:
    """A ticket in a status."""
    ticket = desk.ticket()
    with db.transaction():
        tickets.set_status(ticket, statuses.default(meaning), actor=desk.anna.actor())
    return ticket


def meaning_now() -> str:
    return str(Ticket.get().status.meaning)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("new", "waiting"),
        ("open", "waiting"),
        ("waiting", "waiting"),
        ("hold", "hold"),
        ("resolved", "resolved"),
    ],
)
def test_after_ours_it_is_the_customers_turn(desk: Desk, before: str, after: str) -> None:
    by_anna(desk, standing(desk, before))
    assert meaning_now() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("new", "new"),
        ("open", "open"),
        ("waiting", "open"),
        ("hold", "open"),
        ("resolved", "open"),
    ],
)
def test_after_theirs_it_is_our_turn(desk: Desk, before: str, after: str) -> None:
    by_cleo(standing(desk, before))
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.is_open, fresh.resolved) == (after, True, None)


def test_a_chosen_status_counts_more(desk: Desk) -> None:
    by_anna(desk, desk.ticket(), status=statuses.default("resolved"))
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.is_open) == ("resolved", False)
    assert fresh.resolved is not None


def test_status_that_follows_is_an_event_of_the_same_press(desk: Desk) -> None:
    by_anna(desk, desk.ticket())
    replied, changed = Event.get(Event.name == REPLIED), Event.get(Event.name == CHANGED)
    assert replied.change_id == changed.change_id
    assert (replied.position, changed.position) == (2, 3)


def test_lists_know_who_spoke_last_and_what(desk: Desk) -> None:
    ticket = desk.ticket()
    by_anna(desk, ticket, "Bring it in,\nplease.")
    fresh = Ticket.get()
    assert (fresh.last_by_customer, fresh.snippet) == (False, "Bring it in, please.")
    by_cleo(ticket)
    fresh = Ticket.get()
    assert (fresh.last_by_customer, fresh.snippet) == (True, "And the brakes?")


def test_messages_are_counted(desk: Desk) -> None:
    ticket = desk.ticket()
    by_anna(desk, ticket)
    by_cleo(ticket)
    by_anna(desk, ticket)
    fresh = Ticket.get()
    assert (fresh.messages, fresh.staff_messages, fresh.notes) == (4, 2, 0)
    assert fresh.messages == Message.select().count()


def test_first_answer_is_the_first_of_ours(desk: Desk) -> None:
    ticket = desk.ticket()
    by_cleo(ticket)
    assert Ticket.get().first_answer is None
    first = by_anna(desk, ticket)
    early = first.created.replace(year=2001)
    Ticket.update(first_answer=early).execute()
    by_anna(desk, ticket)
    assert Ticket.get().first_answer == early


def test_reaches_the_other_side_by_mail(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    Ticket.update(owner=Staff.get(Staff.email == "ben@example.com")).execute()
    Outbox.delete().execute()
    by_anna(desk, ticket)
    by_cleo(Ticket.get())
    rows = Outbox.select().order_by(Outbox.position)
    assert [row.recipient for row in rows] == ["cleo@example.com", "ben@example.com"]


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 1_000_001])
def test_a_text_that_cannot_be_taken_changes_nothing(desk: Desk, text: str) -> None:
    ticket = desk.ticket()
    with pytest.raises(Invalid) as wrong:
        by_cleo(ticket, text)
    assert set(wrong.value.errors) == {"message"}
    assert Message.select().count() == 1 and Ticket.get().last_position == 1


def test_a_closed_request_stays_closed_where_the_desk_says_so(desk: Desk) -> None:
    ticket = standing(desk, "resolved")
    settings.change({"tickets.customer_reopens": False})
    with pytest.raises(Forbidden):
        by_cleo(ticket)
    by_anna(desk, ticket)
    assert meaning_now() == "resolved"


def test_what_was_decided_meanwhile_counts(desk: Desk) -> None:
    """Cleo's page was loaded before Anna resolved; her words still bring it back to the desk."""
    stale = tickets.ticket_for_guest(desk.ticket().tracking_id, [Ticket.get().id])
    assert stale.status.meaning == "new"
    with db.transaction():
        tickets.set_status(Ticket.get(), statuses.default("resolved"), actor=desk.anna.actor())
    by_cleo(stale)
    assert meaning_now() == "open"


def test_words_at_the_moment_of_closing_are_never_closed_away(desk: Desk) -> None:
    number = desk.ticket().id
    resolved, anna = statuses.default("resolved"), desk.anna.actor()

    def again(work: Any) -> Any:
        """As the pipeline does: a transaction that others have overtaken is run again."""
        for _ in range(10):
            try:
                return work()
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
        raise AssertionError("overtaken ten times")

    def close() -> None:
        with db.transaction():
            ticket = Ticket.get_by_id(number)
            assert ticket.status
            tickets.set_status(ticket, resolved, actor=anna)

    def speak() -> None:
        ticket = Ticket.get_by_id(number)
        assert ticket.status
        by_cleo(ticket)

    for _ in range(5):
        at_once(lambda: again(close), lambda: again(speak))
        spoken = max(message.position for message in Message.select())
        changes = Event.select().where((Event.name == CHANGED) & Event.staff.is_null(False))
        closed = max((event.position for event in changes), default=0)
        assert meaning_now() == ("open" if spoken > closed else "resolved")


def test_an_owner_comes_first_where_the_desk_wants_that(desk: Desk) -> None:
    """Customers can write all the same, and staff can note."""
    ticket = desk.ticket()
    with db.transaction():
        settings.change({"tickets.owner_first": True})
    with pytest.raises(Invalid) as wrong:
        by_anna(desk, ticket)
    assert wrong.value.errors == {
        "": "A reply needs an owner first. Take the ticket, or assign it."
    }
    by_cleo(ticket)
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Whose is it?")
        tickets.take(ticket, desk.anna)
    assert by_anna(desk, ticket).text == "Bring it in."


def test_what_somebody_has_by_now_is_not_taken(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    mine = Ticket.get_by_id(ticket.id)
    with db.transaction():
        tickets.take(ticket, desk.ben)
    with db.transaction():
        assert tickets.take_if_free(mine, desk.anna) is None
    assert Ticket.get().owner_id == desk.ben.id
