"""Where a ticket stands."""

import json

import pytest

from helpdesk import db, statuses, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Status, Ticket
from tests.cast import Desk


def given(desk: Desk, ticket: Ticket, meaning: str) -> Event | None:
    with db.transaction():
        return tickets.set_status(ticket, statuses.default(meaning), actor=desk.anna.actor())


def test_tells_old_and_new(desk: Desk) -> None:
    ticket = desk.ticket()
    event = given(desk, ticket, "hold")
    assert event is not None
    old, new = statuses.default("new").id, statuses.default("hold").id
    assert json.loads(event.details) == {"v": 1, "changes": {"status": [old, new]}}
    assert (event.actor_kind, event.staff, event.position) == ("staff", desk.anna.id, 2)


def test_the_same_again_is_nothing(desk: Desk) -> None:
    ticket = desk.ticket()
    assert given(desk, ticket, "new") is None
    assert Ticket.get().last_position == 1


def test_resolved_closes_and_anything_else_opens(desk: Desk) -> None:
    ticket = desk.ticket()
    given(desk, ticket, "resolved")
    fresh = Ticket.get()
    assert not fresh.is_open and fresh.resolved is not None
    given(desk, ticket, "open")
    fresh = Ticket.get()
    assert fresh.is_open and fresh.resolved is None


def test_old_is_what_it_is_now_and_not_when_the_page_was_loaded(desk: Desk) -> None:
    ticket, stale = desk.ticket(), Ticket.get()
    assert stale.status.meaning == "new"
    given(desk, ticket, "hold")
    event = given(desk, stale, "new")
    assert event is not None
    assert json.loads(event.details)["changes"]["status"][0] == statuses.default("hold").id
    assert Ticket.get().status.meaning == "new"


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 18, "9" * 19, "9" * 60, "1.0", "²"])
def test_what_is_no_status_is_refused(desk: Desk, value: str) -> None:
    with pytest.raises(Invalid) as wrong:
        statuses.by_id(value)
    assert set(wrong.value.errors) == {"status"}


def test_the_desks_own_one_comes_before_others_of_a_meaning(desk: Desk) -> None:
    Status.create(name="Waiting for parts", meaning="waiting", position=-1)
    assert statuses.default("waiting").name == "Waiting"
    assert {statuses.words(meaning) for meaning in statuses.MEANINGS} == {
        "Received",
        "Being worked on",
        "Waiting for you",
        "On hold",
        "Resolved",
    }
