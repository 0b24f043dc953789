"""Who is at a ticket: told to others, written rarely, gone by itself."""

from datetime import timedelta

import pytest

from helpdesk import db, presence, pulse
from helpdesk.clock import now
from helpdesk.presence import Person
from helpdesk.schema import Presence, Ticket
from tests.cast import Desk
from tests.watching import statements, writing


def seen(desk: Desk, ticket: Ticket, email: str = "anna@example.com") -> list[Person]:
    found = pulse.for_staff(desk.member(email), ticket.id, "")
    assert found
    return found.people or []


def older(seconds: int) -> None:
    """So long ago was what is written."""
    by = timedelta(seconds=seconds)
    with db.transaction():
        for row in list(Presence.select()):
            values = {"seen": row.seen - by}
            if row.typing_until:
                values["typing_until"] = row.typing_until - by
            Presence.update(values).where(
                (Presence.ticket == row.ticket) & (Presence.staff == row.staff)
            ).execute()


def test_others_see_who_is_there_and_oneself_not(desk: Desk) -> None:
    ticket, ben = desk.ticket(category="Repairs"), desk.ben
    assert presence.touch(ben, ticket)
    assert seen(desk, ticket) == [Person(ben.id, "Ben Okafor", "")]
    assert seen(desk, ticket, "ben@example.com") == []


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_typing_is_told_and_ends_by_itself(desk: Desk, kind: str) -> None:
    ticket, ben = desk.ticket(category="Repairs"), desk.ben
    presence.touch(ben, ticket)
    assert presence.touch(ben, ticket, typing=kind)
    assert seen(desk, ticket) == [Person(ben.id, "Ben Okafor", kind)]
    older(presence.TYPES_FOR)
    assert seen(desk, ticket) == [Person(ben.id, "Ben Okafor", "")]
    older(presence.STAYS_FOR)
    assert seen(desk, ticket) == []


def test_the_customer_is_told_of_only_while_typing(desk: Desk) -> None:
    ticket = desk.ticket()
    presence.customer_types(ticket)
    (person,) = seen(desk, ticket)
    assert person.is_customer and person.typing == "reply"
    older(presence.TYPES_FOR)
    assert seen(desk, ticket) == []


def test_the_pulse_tells_when_it_changes_and_only_then(desk: Desk) -> None:
    ticket, anna, ben = desk.ticket(category="Repairs"), desk.anna, desk.ben
    cursor = pulse.ticket_cursor(ticket)
    presence.touch(ben, ticket)
    found = pulse.for_staff(anna, ticket.id, cursor)
    assert found and found.people and found.since is None and not found.changed
    assert pulse.for_staff(anna, ticket.id, found.cursor) is None
    presence.leave(ben, ticket)
    found = pulse.for_staff(anna, ticket.id, found.cursor)
    assert found and found.people == []


def test_customers_hear_of_nobody(desk: Desk) -> None:
    ticket = desk.ticket()
    cursor = pulse.ticket_cursor(ticket, for_customer=True)
    presence.touch(desk.anna, ticket, typing="reply")
    assert pulse.for_customer(ticket.tracking_id, [ticket.id], cursor) is None


def test_written_at_most_every_twenty_seconds(desk: Desk) -> None:
    ticket, anna = desk.ticket(), desk.anna
    assert presence.touch(anna, ticket)
    with statements() as found:
        assert not presence.touch(anna, ticket)
    assert writing(found) == []
    older(presence.AGAIN)
    assert presence.touch(anna, ticket)


def test_typing_is_written_at_most_every_five_seconds(desk: Desk) -> None:
    ticket = desk.ticket()
    presence.customer_types(ticket)
    with statements() as found:
        presence.customer_types(ticket)
    assert writing(found) == []
    older(presence.TYPING_AGAIN)
    with statements() as found:
        presence.customer_types(ticket)
    assert writing(found)


def test_swept_away(desk: Desk) -> None:
    presence.touch(desk.anna, desk.ticket())
    presence.sweep()
    assert Presence.select().count() == 1
    with db.transaction():
        Presence.update(seen=now() - timedelta(hours=2)).execute()
    presence.sweep()
    assert Presence.select().count() == 0
