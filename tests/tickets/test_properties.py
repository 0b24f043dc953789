"""What a ticket is about: each change with its event, its rules and its search words."""

import json

import pytest

from helpdesk import db, events, labels, search, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Priority, Ticket
from tests.cast import Desk


def changed() -> list[dict[str, list[object]]]:
    rows = Event.select().where(Event.name == events.CHANGED).order_by(Event.position)
    return [json.loads(row.details)["changes"] for row in rows]


def test_priority(desk: Desk) -> None:
    ticket, before = desk.ticket(), Ticket.get().priority_id
    high = Priority.get(Priority.level == "high")
    with db.transaction():
        tickets.set_priority(ticket, high, actor=desk.anna.actor())
        assert tickets.set_priority(ticket, high, actor=desk.anna.actor()) is None
    assert Ticket.get().priority_id == high.id
    assert changed() == [{"priority": [before, high.id]}]


def test_a_subject_is_found_by_its_new_words_only(desk: Desk) -> None:
    ticket = desk.ticket("Rear wheel rubs", text="See below.")
    with db.transaction():
        tickets.set_subject(ticket, "  Saddle \n creaks ", actor=desk.anna.actor())
    assert Ticket.get().subject == "Saddle creaks"
    assert [hit.row.number for hit in search.find(desk.anna, "saddle").rows] == [ticket.id]
    assert search.find(desk.anna, "rubs").rows == []


@pytest.mark.parametrize("wrong", ["", "  \n", "x" * 256])
def test_a_subject_that_is_none_is_refused(desk: Desk, wrong: str) -> None:
    with pytest.raises(Invalid) as found, db.transaction():
        tickets.set_subject(desk.ticket(), wrong, actor=desk.anna.actor())
    assert list(found.value.errors) == ["subject"]


def test_a_moved_ticket_stays_with_an_owner_who_sees_it(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        tickets.take(ticket, desk.anna)
        tickets.set_category(ticket, desk.category("Repairs"), actor=desk.anna.actor())
    assert Ticket.get().owner_id == desk.anna.id


def test_a_moved_ticket_is_let_go_by_an_owner_who_does_not(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    by = desk.anna.actor()
    with db.transaction():
        tickets.take(ticket, desk.ben)
        assert tickets.set_category(ticket, desk.category("General"), actor=by) == "Ben Okafor"
    assert Ticket.get().owner_id is None
    assert Event.select().where(Event.change_id == by.change_id).count() == 2


def test_another_customer(desk: Desk) -> None:
    desk.ticket("Dan's", email="dan@example.com", name="Dan")
    ticket = desk.ticket()
    before = ticket.customer_id
    with db.transaction():
        tickets.set_customer(ticket, "DAN@example.com", actor=desk.anna.actor())
    after = Ticket.get_by_id(ticket.id).customer
    assert after.name == "Dan" and changed() == [{"customer": [before, after.id]}]


def test_two_changes_at_once_are_both_there(desk: Desk) -> None:
    """A stale page's change of one thing leaves the others as they are by now."""
    number = desk.ticket().id
    one, two = Ticket.get_by_id(number), Ticket.get_by_id(number)
    high, low = (Priority.get(Priority.level == level) for level in ("high", "low"))
    with db.transaction():
        tickets.set_priority(one, high, actor=desk.anna.actor())
    with db.transaction():
        tickets.set_category(two, desk.category("Repairs"), actor=desk.anna.actor())
        tickets.set_priority(two, low, actor=desk.anna.actor())
    found = Ticket.get_by_id(number)
    assert (found.priority_id, found.category.name) == (low.id, "Repairs")
    assert [change["priority"][0] for change in changed() if "priority" in change][1] == high.id


def test_every_change_is_told_in_thread_and_history(desk: Desk) -> None:
    ticket, by = desk.ticket(), desk.anna.actor()
    high = Priority.get(Priority.level == "high")
    with db.transaction():
        tickets.set_priority(ticket, high, actor=by)
        tickets.set_subject(ticket, "Saddle creaks", actor=by)
        tickets.set_category(ticket, desk.category("Repairs"), actor=by)
        tickets.assign(ticket, actor=by, owner=desk.ben.id)
        tickets.set_customer(ticket, "dan@example.com", name="Dan", actor=by)
    told = [entry.text for entry in tickets.thread(ticket, for_customer=False)]
    expected = [
        f"Anna Lindgren set the priority from Normal to {labels.one(Priority, high.id).name}",
        "Anna Lindgren changed the subject from “Rear wheel rubs” to “Saddle creaks”",
        "Anna Lindgren moved it from General to Repairs",
        "Anna Lindgren gave it to Ben Okafor",
        "Anna Lindgren changed the customer from Cleo Marsh to Dan",
    ]
    assert told[1:] == expected
    assert [row.text for row in tickets.history_of(ticket).rows][::-1][1:] == expected
    seen = [entry.text for entry in tickets.thread(ticket, for_customer=True)]
    assert seen == ["", "Ben Okafor took it on"]  # who looks after it is all that customers read
