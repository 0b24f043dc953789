"""Giving tickets to people and teams, by hand and by turns."""

import json

import pytest

from helpdesk import db, events, settings, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Message, Outbox, Staff, Team, Ticket
from tests.cast import Desk
from tests.together import at_once


def last_changes() -> dict[str, list[object]]:
    row = Event.select().where(Event.name == events.ASSIGNED).order_by(Event.id.desc()).get()
    found: dict[str, list[object]] = json.loads(row.details)["changes"]
    return found


def test_taking_is_an_event_with_old_and_new(desk: Desk) -> None:
    ticket, anna = desk.ticket(), desk.anna
    with db.transaction():
        tickets.take(ticket, anna)
    assert Ticket.get().owner_id == anna.id and last_changes() == {"owner": [None, anna.id]}


def test_the_note_is_of_the_same_press(desk: Desk) -> None:
    ticket, anna = desk.ticket(category="Repairs"), desk.anna
    with db.transaction():
        by, note = anna.actor(), "Cleo is in a hurry."
        tickets.assign(ticket, actor=by, owner=desk.ben.id, note=note, author=anna.name)
    written = Message.get(Message.is_note)
    presses = Event.select(Event.change_id).where(Event.position > 1).distinct().count()
    assert written.text == "Cleo is in a hurry." and presses == 1


def test_the_new_owner_gets_a_mail_the_one_who_takes_none(desk: Desk) -> None:
    settings.change({"mail.to_reserved": True})
    ticket = desk.ticket(category="Repairs")
    Outbox.delete().execute()
    with db.transaction():
        tickets.take(ticket, desk.anna)
        tickets.assign(ticket, actor=desk.anna.actor(), owner=desk.ben.id)
    assert [row.recipient for row in Outbox.select()] == ["ben@example.com"]


def test_only_to_active_people_who_see_the_category(desk: Desk) -> None:
    general, repairs = desk.ticket(), desk.ticket(category="Repairs")
    with pytest.raises(Invalid), db.transaction():
        tickets.assign(general, actor=desk.anna.actor(), owner=desk.ben.id)
    with db.transaction():
        Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    for owner in (desk.ben.id, 99):
        with pytest.raises(Invalid), db.transaction():
            tickets.assign(repairs, actor=desk.anna.actor(), owner=owner)


def test_owner_and_team_do_not_overwrite_each_other(desk: Desk) -> None:
    number, anna, team = desk.ticket().id, desk.anna, Team.create(name="Workshop")
    one, two = Ticket.get_by_id(number), Ticket.get_by_id(number)
    with db.transaction():
        tickets.assign(one, actor=anna.actor(), owner=anna.id)
    with db.transaction():
        tickets.assign(two, actor=anna.actor(), team=team.id)
    found = Ticket.get()
    assert (found.owner_id, found.team_id) == (anna.id, team.id)
    with pytest.raises(Invalid), db.transaction():
        tickets.assign(two, actor=anna.actor(), team=99)


def test_every_way_it_can_go_has_words(desk: Desk) -> None:
    ticket, anna, team = desk.ticket(category="Repairs"), desk.anna, Team.create(name="Workshop")
    with db.transaction():
        for by in (anna.actor(), events.system()):
            tickets.assign(ticket, actor=by, owner=desk.ben.id, team=team.id)
            tickets.assign(ticket, actor=by, owner=None, team=None)
        tickets.take(ticket, desk.ben)
        tickets.take(ticket, anna)
    told = [entry.text for entry in tickets.thread(ticket, for_customer=False)][1:]
    assert told == [
        "Anna Lindgren gave it to Ben Okafor · Anna Lindgren gave it to the team Workshop",
        "Anna Lindgren took away its owner, Ben Okafor · "
        "Anna Lindgren took it from the team Workshop",
        "It was Ben Okafor’s turn: the ticket is theirs · It was given to the team Workshop",
        "It is nobody's now; it was Ben Okafor’s · The team Workshop has it no more",
        "Ben Okafor took it on",
        "Anna Lindgren took it over from Ben Okafor",
    ]


def test_nothing_changed_is_no_event(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        assert tickets.take(ticket, desk.anna) is not None
        assert tickets.take(ticket, desk.anna) is None
    assert Event.select().where(Event.name == events.ASSIGNED).count() == 1


def test_by_turns_among_those_who_see_it(desk: Desk) -> None:
    with db.transaction():
        settings.change({"tickets.auto_assign": "turns", "mail.to_reserved": True})
    anna, ben = desk.anna.id, desk.ben.id
    found = [desk.ticket(category="Repairs").id for _ in range(4)]
    owners = [Ticket.get_by_id(number).owner_id for number in found]
    assert sorted(owners) == sorted([anna, ben] * 2) and owners[0] != owners[1]
    assert Ticket.get_by_id(desk.ticket().id).owner_id == anna  # Ben doesn't see General
    row = Event.select().where(Event.name == events.ASSIGNED).first()
    assert row.actor_kind == "system"
    mails = [json.loads(row.payload)["template"] for row in Outbox.select()]
    assert mails.count("ticket_assigned") == 5 and "ticket_new" not in mails


def test_off_by_default(desk: Desk) -> None:
    assert Ticket.get_by_id(desk.ticket().id).owner_id is None


def test_nobody_who_leaves_or_may_not_reply_gets_a_turn(desk: Desk) -> None:
    with db.transaction():
        settings.change({"tickets.auto_assign": "turns"})
        Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    for _ in range(2):
        assert Ticket.get_by_id(desk.ticket(category="Repairs").id).owner_id == desk.anna.id


def test_two_at_once_both_get_owners(desk: Desk) -> None:
    with db.transaction():
        settings.change({"tickets.auto_assign": "turns"})
    from tests.asking import submit

    category = str(desk.category("Repairs").id)
    at_once(*[lambda: submit(desk, desk.browser(), category=category) for _ in range(4)])
    owners = [row.owner_id for row in Ticket.select()]
    assert sorted(owners) == sorted([desk.anna.id, desk.ben.id] * 2)
