"""Collaborators: who can be one, who hears of it, and what is told of it."""

import json

import pytest

from helpdesk import db, events, settings, tickets
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.schema import Event, Outbox, Participant, Role, Staff, StaffCategory, Ticket
from helpdesk.tickets import collaborating
from tests.cast import Desk
from tests.together import at_once
from tests.watching import statements

TOLD = (events.COLLABORATOR_ADDED, events.COLLABORATOR_REMOVED)


def zoe(desk: Desk, number: int = 0) -> int:
    """One more colleague who sees everything."""
    role, email = Role.get(Role.name == "Operator"), f"zoe{number}@example.com"
    with db.transaction():
        row = Staff.create(name=f"Zoe {number}", email=email, email_normal=email, role=role)
    return int(row.id)


def add(desk: Desk, ticket: Ticket, *people: int) -> None:
    with db.transaction():
        for person in people:
            tickets.add_collaborator(ticket, person, actor=desk.anna.actor())


def names(ticket: Ticket) -> list[str]:
    return [person.name for person in tickets.collaborators(Ticket.get_by_id(ticket.id))]


def heard(ticket: Ticket) -> set[str]:
    """Who gets a mail when the customer writes."""
    Outbox.delete().execute()
    by = Actor("customer", "portal", customer=ticket.customer_id)
    with db.transaction():
        tickets.reply(Ticket.get_by_id(ticket.id), actor=by, author="Cleo", text="And?")
    return {row.recipient.split("@")[0] for row in Outbox.select()}


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    with db.transaction():
        settings.change({"mail.to_reserved": True})
    return desk.ticket(category="Repairs")


def test_added_and_removed_with_an_event_each(desk: Desk, ticket: Ticket) -> None:
    before = ticket.last_position
    add(desk, ticket, desk.ben.id)
    assert names(ticket) == ["Ben Okafor"]
    with db.transaction():
        tickets.remove_collaborator(ticket, desk.ben.id, actor=desk.anna.actor())
    assert names(ticket) == [] and Ticket.get().collaborators == 0
    rows = list(Event.select().where(Event.name.in_(TOLD)).order_by(Event.id))
    assert [(row.name, row.position) for row in rows] == list(
        zip(TOLD, (before + 1, before + 2), strict=True)
    )
    assert {json.loads(row.details)["collaborator"] for row in rows} == {desk.ben.id}


def test_what_staff_read_and_customers_do_not(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.ben.id, desk.anna.id)
    with db.transaction():
        tickets.remove_collaborator(ticket, desk.ben.id, actor=desk.anna.actor())
        tickets.remove_collaborator(ticket, desk.anna.id, actor=desk.anna.actor())
    told = [
        "Anna Lindgren added Ben Okafor as a collaborator",
        "Anna Lindgren is a collaborator now",
        "Anna Lindgren removed Ben Okafor as a collaborator",
        "Anna Lindgren is no longer a collaborator",
    ]
    assert [entry.text for entry in tickets.thread(ticket, for_customer=False)][1:] == told
    assert [row.text for row in tickets.history_of(ticket).rows][3::-1] == told
    assert len(tickets.thread(ticket, for_customer=True)) == 1


def test_twice_is_once(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.ben.id, desk.ben.id)
    assert Participant.select().count() == 1 and Ticket.get().collaborators == 1
    assert Event.select().where(Event.name.in_(TOLD)).count() == 1


def test_at_once_is_once(desk: Desk, ticket: Ticket) -> None:
    person = desk.ben.id

    def one() -> None:
        with db.connection():
            add(desk, Ticket.get_by_id(ticket.id), person)

    at_once(*[one] * 4)
    assert Participant.select().count() == 1 and Ticket.get().collaborators == 1


def test_only_who_sees_the_category(desk: Desk, ticket: Ticket) -> None:
    general, ben = desk.ticket(), desk.ben.id
    with pytest.raises(Invalid, match="Others don't see"), db.transaction():
        tickets.add_collaborator(general, ben, actor=desk.anna.actor())
    with db.transaction():
        Staff.update(is_active=False).where(Staff.id == ben).execute()
    for person in (ben, 99, "", "x", "²"):
        with pytest.raises(Invalid) as wrong, db.transaction():
            tickets.add_collaborator(ticket, person, actor=desk.anna.actor())
        assert list(wrong.value.errors) == ["collaborator"]


def test_the_owner_is_none(desk: Desk, ticket: Ticket) -> None:
    """Neither added nor, when a collaborator becomes the owner, shown any longer."""
    with db.transaction():
        tickets.take(ticket, desk.anna)
    with pytest.raises(Invalid, match="own this ticket"):
        add(desk, ticket, desk.anna.id)
    add(desk, ticket, desk.ben.id)
    with db.transaction():
        tickets.take(ticket, desk.ben)
    assert names(ticket) == [] and Ticket.get().collaborators == 1
    with db.transaction():
        tickets.take(ticket, desk.anna)
    assert names(ticket) == ["Ben Okafor"]


def test_no_more_than_there_is_room_for(
    desk: Desk, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collaborating, "MOST", 1)
    add(desk, ticket, desk.ben.id)
    with pytest.raises(Invalid, match="At most 1 person"):
        add(desk, ticket, desk.anna.id)
    add(desk, ticket, desk.ben.id)  # is there already


def test_who_is_not_there_cannot_be_removed(desk: Desk, ticket: Ticket) -> None:
    other = desk.ticket(category="Repairs")
    add(desk, other, desk.ben.id)
    with pytest.raises(NotFound), db.transaction():
        tickets.remove_collaborator(ticket, desk.ben.id, actor=desk.anna.actor())
    assert names(other) == ["Ben Okafor"]


def test_without_any_nothing_is_asked(desk: Desk, ticket: Ticket) -> None:
    with statements() as found:
        assert tickets.collaborators(ticket) == []
    assert not found


def test_owner_and_collaborators_hear_of_it(desk: Desk, ticket: Ticket) -> None:
    zoe(desk)
    assert heard(ticket) == {"anna", "ben", "zoe0"}  # nobody's: all who see it
    add(desk, ticket, desk.ben.id)
    assert heard(ticket) == {"anna", "ben", "zoe0"}
    with db.transaction():
        tickets.take(ticket, desk.anna)
    assert heard(ticket) == {"anna", "ben"}
    with db.transaction():
        tickets.take(ticket, desk.ben)
    assert heard(ticket) == {"ben"}


def test_who_left_or_lost_the_category_hears_nothing(desk: Desk, ticket: Ticket) -> None:
    gone = zoe(desk)
    add(desk, ticket, desk.ben.id, gone)
    with db.transaction():
        tickets.take(ticket, desk.anna)
    assert heard(ticket) == {"anna", "ben", "zoe0"}
    with db.transaction():
        Staff.update(is_active=False).where(Staff.id == gone).execute()
        StaffCategory.delete().where(StaffCategory.staff == desk.ben.id).execute()
    assert heard(ticket) == {"anna"}


def test_who_is_added_gets_a_mail_but_not_for_adding_oneself(desk: Desk, ticket: Ticket) -> None:
    Outbox.delete().execute()
    add(desk, ticket, desk.ben.id, desk.ben.id, desk.anna.id)
    mails = [(row.recipient, json.loads(row.payload)["template"]) for row in Outbox.select()]
    assert mails == [("ben@example.com", "ticket_collaborator")]
