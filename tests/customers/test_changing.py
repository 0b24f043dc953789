"""What staff write down about customers: checked, recorded, and found again."""

import json
from typing import Any

import peewee
import pytest

from helpdesk import customers, db, jobs
from helpdesk.errors import Invalid, NotFound
from helpdesk.schema import Customer, CustomerAddress, Event, Job, Ticket
from tests.cast import Desk
from tests.customers.helpers import company, person
from tests.search.helpers import found
from tests.together import at_once


def changes(name: str) -> list[tuple[int, dict[str, Any]]]:
    """Whom the events of a name are about, and what they say was changed."""
    rows = Event.select().where(Event.name == name).order_by(Event.id)
    told = [json.loads(row.details) for row in rows]
    return [(one["about"], one["changes"]) for one in told]


def emails(customer: Customer) -> list[str]:
    return [row.email for row in customers.addresses(customer.id)]


def address(email: str) -> int:
    return int(CustomerAddress.get(CustomerAddress.email == email).id)


def cleo_with_three(desk: Desk) -> Customer:
    cleo = person(desk, "Cleo", "one@example.com")
    with db.transaction():
        for email in ("two@example.com", "three@example.com"):
            customers.add_address(cleo.id, email, actor=desk.anna.actor())
    return cleo


def test_adding_records_what_was_written(desk: Desk) -> None:
    group = company(desk, "Group")
    made = person(desk, "  Cleo   Marsh ", "Cleo@Example.com", organisation="GROUP", note=" calls ")
    assert (made.name, made.name_normal, made.note) == ("Cleo Marsh", "cleo marsh", "calls")
    assert made.organisation_id == group.id and emails(made) == ["Cleo@Example.com"]
    assert changes("customer.added") == [
        (
            made.id,
            {
                "name": ["", "Cleo Marsh"],
                "organisation": ["", group.id],
                "note": ["", "calls"],
                "addresses": [[], ["Cleo@Example.com"]],
            },
        )
    ]
    assert Event.get(Event.name == "customer.added").staff == desk.anna.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 256),
        ("email", "cleo"),
        ("organisation", "Nobody & Co"),
        ("organisation", "\u0301"),
        ("language", "xx-none"),
        ("timezone", "Mars/Base"),
        ("note", "x" * 100_001),
    ],
)
def test_what_can_not_be_taken_is_told_beside_its_field(desk: Desk, field: str, value: str) -> None:
    with pytest.raises(Invalid) as wrong:
        person(desk, **{"name": "Cleo", field: value})
    assert list(wrong.value.errors) == [field] and Customer.select().count() == 0


def test_all_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        person(desk, "", "cleo", timezone="x")
    assert set(wrong.value.errors) == {"name", "email", "timezone"}


def test_changing_records_old_and_new_and_nothing_else(desk: Desk) -> None:
    cleo = person(desk, "Cleo", note="first")
    with db.transaction():
        customers.change(cleo.id, actor=desk.anna.actor(), name="Cléo", note="first")
        customers.change(cleo.id, actor=desk.anna.actor(), name="Cléo")
    assert changes("customer.changed") == [(cleo.id, {"name": ["Cleo", "Cléo"]})]
    assert customers.one(cleo.id).name_normal == "cleo"


def test_their_tickets_follow_to_an_organisation_and_out_of_it(desk: Desk) -> None:
    ticket, group = desk.ticket(), company(desk, "Group")
    other = desk.ticket("Dan's", email="dan@example.com")
    for typed, expected in (("group", group.id), ("", None)):
        with db.transaction():
            customers.change(ticket.customer_id, actor=desk.anna.actor(), organisation=typed)
        assert Ticket.get_by_id(ticket.id).organisation_id == expected
        assert Ticket.get_by_id(other.id).organisation_id is None


def test_the_search_follows_a_new_name_and_address(desk: Desk) -> None:
    ticket = desk.ticket()
    jobs.run_due()
    with db.transaction():
        customers.change(ticket.customer_id, actor=desk.anna.actor(), note="calls")
    assert not Job.select().where(Job.name == "search.customer").exists(), "notes aren't in it"
    with db.transaction():
        customers.change(ticket.customer_id, actor=desk.anna.actor(), name="Cleopatra Quill")
        customers.add_address(ticket.customer_id, "queen@nile.example", actor=desk.anna.actor())
    jobs.run_due()
    assert found(desk.anna, "cleopatra") == found(desk.anna, "queen@nile.example") == [ticket.id]


@pytest.mark.parametrize("email", ["dan@example.com", " DAN@Example.com "])
def test_an_address_is_one_customers_only(desk: Desk, email: str) -> None:
    cleo, dan = person(desk, "Cleo", "cleo@example.com"), person(desk, "Dan", "dan@example.com")
    with pytest.raises(customers.Taken) as taken, db.transaction():
        customers.add_address(cleo.id, email, actor=desk.anna.actor())
    assert taken.value.customer == dan and "Dan" in taken.value.errors["email"]
    with pytest.raises(customers.Taken):
        person(desk, "Somebody", email)
    assert emails(cleo) == ["cleo@example.com"]


def test_the_same_address_twice_is_told(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "jos\u00e9@example.com")
    with pytest.raises(Invalid, match="already") as wrong, db.transaction():
        customers.add_address(cleo.id, "JOSE\u0301@example.com", actor=desk.anna.actor())
    assert not isinstance(wrong.value, customers.Taken)


def test_the_first_one_is_for_mails(desk: Desk) -> None:
    cleo = cleo_with_three(desk)
    with db.transaction():
        customers.make_first(cleo.id, address("three@example.com"), actor=desk.anna.actor())
    assert emails(cleo) == ["three@example.com", "one@example.com", "two@example.com"]
    assert customers.main_email(cleo) == "three@example.com"
    assert changes("customer.changed")[-1] == (
        cleo.id,
        {
            "addresses": [
                ["one@example.com", "two@example.com", "three@example.com"],
                ["three@example.com", "one@example.com", "two@example.com"],
            ]
        },
    )


def test_after_the_first_is_removed_the_next_one_is_first(desk: Desk) -> None:
    cleo = cleo_with_three(desk)
    with db.transaction():
        customers.remove_address(cleo.id, address("one@example.com"), actor=desk.anna.actor())
    assert customers.main_email(cleo) == "two@example.com"
    firsts = [row.is_primary for row in customers.addresses(cleo.id)]
    assert firsts == [True, False]


def test_the_only_address_stays(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "cleo@example.com")
    with pytest.raises(Invalid, match="only address"), db.transaction():
        customers.remove_address(cleo.id, address("cleo@example.com"), actor=desk.anna.actor())
    assert emails(cleo) == ["cleo@example.com"]


def test_nobody_touches_an_address_by_way_of_another_customer(desk: Desk) -> None:
    cleo, dan = cleo_with_three(desk), person(desk, "Dan", "dan@example.com")
    actor, hers = desk.anna.actor(), address("two@example.com")
    for verb in (customers.remove_address, customers.make_first):
        with pytest.raises(NotFound), db.transaction():
            verb(dan.id, hers, actor=actor)
        with pytest.raises(NotFound), db.transaction():
            verb(0, hers, actor=actor)
    assert len(emails(cleo)) == 3


def test_two_who_add_the_same_address_at_once(desk: Desk) -> None:
    """One gets it, the other is told whose it is."""
    people = [person(desk, name) for name in ("Cleo", "Dan")]
    anna = desk.anna

    def add(customer: Customer) -> str:
        for _ in range(10):
            try:
                with db.transaction():
                    Customer.select().count()  # MySQL's snapshot begins here
                    customers.add_address(customer.id, "one@example.com", actor=anna.actor())
                return "added"
            except customers.Taken:
                return "taken"
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
        raise AssertionError

    results = at_once(*[lambda p=p: add(p) for p in people])
    assert sorted(results) == ["added", "taken"]


def test_two_who_remove_at_once_leave_one(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "one@example.com")
    anna = desk.anna
    with db.transaction():
        customers.add_address(cleo.id, "two@example.com", actor=anna.actor())

    def remove(number: int) -> str:
        for _ in range(10):
            try:
                with db.transaction():
                    CustomerAddress.select().count()
                    customers.remove_address(cleo.id, number, actor=anna.actor())
                return "removed"
            except Invalid:
                return "refused"
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
        raise AssertionError

    numbers = [address("one@example.com"), address("two@example.com")]
    results = at_once(*[lambda n=n: remove(n) for n in numbers])
    assert sorted(results) == ["refused", "removed"]
    assert [row.is_primary for row in customers.addresses(cleo.id)] == [True]
