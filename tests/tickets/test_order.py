"""Positions come from the ticket's row: no gap, no double, whoever writes at the same moment."""

import peewee

from helpdesk import db, tickets
from helpdesk.events import Actor
from helpdesk.schema import Event, Message, Ticket
from helpdesk.tickets.order import advance, lock
from tests.cast import Desk
from tests.together import at_once

THREADS, EACH = 4, 5


def test_each_entry_takes_the_next(desk: Desk) -> None:
    ticket = desk.ticket()
    assert [advance(ticket), advance(ticket), ticket.last_position] == [2, 3, 3]


def test_changes_go_along(desk: Desk) -> None:
    ticket = desk.ticket()
    advance(ticket, snippet="new", messages=Ticket.messages + 5)
    assert (ticket.snippet, ticket.messages) == ("new", 6)
    assert Ticket.get().messages == 6 and ticket.updated == Ticket.get().updated


def test_locking_brings_what_others_did(desk: Desk) -> None:
    ticket, stale = desk.ticket(), Ticket.get()
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="x")
        lock(stale)
    assert stale.status.meaning == "waiting" and stale.first_answer is not None


def test_many_at_the_same_moment_leave_no_gap(desk: Desk) -> None:
    number, anna = desk.ticket().id, desk.anna.actor()
    by_cleo = Actor("customer", "portal", customer=Ticket.get().customer_id)

    def one() -> None:
        with db.transaction():
            ticket = Ticket.get_by_id(number)
            tickets.note(ticket, actor=anna, author="Anna", text="x")
            tickets.reply(ticket, actor=by_cleo, author="Cleo", text="y")

    def several() -> None:
        done = 0
        while done < EACH:
            try:
                one()
            except peewee.OperationalError as error:  # as the pipeline does it
                assert db.is_deadlock(error), error
            else:
                done += 1

    at_once(*[several] * THREADS)
    ticket, wanted = Ticket.get(), THREADS * EACH
    positions = sorted(m.position for m in Message.select())
    changes = [e.position for e in Event.select().where(Event.name == "ticket.changed")]
    assert sorted(positions + changes) == list(range(1, ticket.last_position + 1))
    assert (ticket.notes, ticket.messages) == (wanted, wanted + 1)
