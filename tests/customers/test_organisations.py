"""Organisations: one of a name, free members after the end, every change recorded."""

import json

import pytest

from helpdesk import db, organisations, settings
from helpdesk.errors import Invalid, NotFound
from helpdesk.schema import Customer, Event, Organisation, Ticket
from tests.cast import Desk
from tests.customers.helpers import company, person
from tests.watching import reading, statements


def told(name: str) -> list[object]:
    rows = Event.select().where(Event.name == name).order_by(Event.id)
    return [json.loads(row.details)["changes"] for row in rows]


def test_is_added_changed_and_recorded(desk: Desk) -> None:
    made = company(desk, "  Harbour   Lane ", note="a note")
    with db.transaction():
        organisations.change(made.id, name="Quay", note="a note", actor=desk.anna.actor())
        organisations.change(made.id, name="Quay", note="a note", actor=desk.anna.actor())
    row = organisations.one(made.id)
    assert (row.name, row.name_normal, row.note) == ("Quay", "quay", "a note")
    assert told("organisation.added") == [{"name": ["", "Harbour Lane"], "note": ["", "a note"]}]
    assert told("organisation.changed") == [{"name": ["Harbour Lane", "Quay"]}]


@pytest.mark.parametrize("name", ["", "  ", "x" * 191, "HARBOUR lane", "Hárbour Lane"])
def test_a_name_that_can_not_be_taken(desk: Desk, name: str) -> None:
    company(desk, "Harbour Lane")
    with pytest.raises(Invalid) as wrong:
        company(desk, name)
    assert list(wrong.value.errors) == ["name"] and Organisation.select().count() == 1


def test_goes_by_name_and_pages_by_key(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    for number in range(23):
        company(desk, f"Group {number:02}")
    company(desk, "élan")
    seen, key = [], ""
    for length in (10, 10, 4):
        page = organisations.page_of(after=key)
        assert len(page.rows) == length
        seen += [row.name for row in page.rows]
        key = page.next_key
    assert not key and seen == ["élan", *(f"Group {number:02}" for number in range(23))]
    assert [row.name for row in organisations.page_of("EL").rows] == ["élan"]
    assert organisations.page_of("oup").rows == []


def test_deleting_sets_its_people_and_their_tickets_free(desk: Desk) -> None:
    group, ticket = company(desk, "Group"), desk.ticket()
    Customer.update(organisation=group.id).execute()
    Ticket.update(organisation=group.id).execute()
    with db.transaction():
        organisations.delete(group.id, actor=desk.anna.actor())
    assert Customer.get().organisation_id is None
    assert Ticket.get_by_id(ticket.id).organisation_id is None
    assert told("organisation.deleted") == [{"name": ["Group", ""], "note": ["", ""]}]
    with pytest.raises(NotFound):
        organisations.one(group.id)


def test_a_page_costs_two_queries(desk: Desk) -> None:
    for name in "abc":
        company(desk, name)
    with statements() as found:
        organisations.page_of("")
    assert len(reading(found)) <= 3  # one of them for the settings
    assert organisations.offered() == ["a", "b", "c"]
    assert organisations.has_members(Organisation.get().id) is False
    person(desk, "Cleo", organisation="a")
    assert organisations.has_members(organisations.by_name("A"))
