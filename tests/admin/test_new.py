"""Staff open tickets for customers."""

import json

import pytest
from webtest import TestApp

from helpdesk import db, settings, tickets
from helpdesk.customers import find_or_create
from helpdesk.schema import Customer, CustomerAddress, Event, Message, Outbox, Ticket
from tests.asking import form_to
from tests.cast import Desk


def filled(browser: TestApp, desk: Desk, **changes: str) -> object:
    form = form_to(browser.get("/admin/tickets/new"), "/admin/tickets/new")
    fields = {
        "email": "cleo@example.com",
        "name": "Cleo Marsh",
        "category": str(desk.category("General").id),
        "subject": "Bell is broken",
        "message": "It does not ring.",
    }
    for name, value in {**fields, **changes}.items():
        form[name] = value
    return form


def templates() -> list[str]:
    return sorted(json.loads(row.payload)["template"] for row in Outbox.select())


def test_the_ticket_is_the_customers_the_event_is_ours(desk: Desk) -> None:
    browser = desk.signed_in()
    form = filled(browser, desk, channel="walk-in", note="A regular.", owner=str(desk.anna.id))
    page = form.submit(status=303).follow(status=200)  # type: ignore[attr-defined]
    page.mustcontain("The ticket is open.", "In person", "A regular.")
    ticket, first = Ticket.get(), Message.get(Message.position == 1)
    assert (ticket.channel, ticket.owner_id) == ("walk-in", desk.anna.id)
    assert first.staff is None and first.author == "Cleo Marsh" and not first.is_note
    event = Event.get(Event.name == "ticket.submitted")
    assert (event.actor_kind, event.staff) == ("staff", desk.anna.id)


@pytest.mark.parametrize("told", [True, False])
def test_the_customer_is_told_only_if_wanted(desk: Desk, told: bool) -> None:
    with db.transaction():
        settings.change({"mail.to_reserved": True})
    form = filled(desk.signed_in(), desk)
    form["told"] = told  # type: ignore[index]
    form.submit(status=303)  # type: ignore[attr-defined]
    assert ("ticket_received" in templates()) is told


def test_the_owner_gets_one_mail(desk: Desk) -> None:
    with db.transaction():
        settings.change({"mail.to_reserved": True})
    repairs, ben = str(desk.category("Repairs").id), str(desk.ben.id)
    form = filled(desk.signed_in(), desk, category=repairs, owner=ben)
    form["told"] = False  # type: ignore[index]
    form.submit(status=303)  # type: ignore[attr-defined]
    assert templates() == ["ticket_assigned"]


def test_the_form_comes_back_filled_in(desk: Desk) -> None:
    form = filled(desk.signed_in(), desk, subject="", email="no address", owner=str(desk.ben.id))
    page = form.submit(status=422)  # type: ignore[attr-defined]
    assert page.html.find(id="f-subject-error") and page.html.find(id="f-email-error")
    assert "It does not ring." in page and Ticket.select().count() == 0
    wrong = filled(desk.signed_in(), desk, owner=str(desk.ben.id))  # Ben doesn't see General
    again = wrong.submit(status=422)  # type: ignore[attr-defined]
    assert again.html.find(id="f-owner-error") and Customer.select().count() == 0


def test_ben_opens_in_his_categories_only(desk: Desk) -> None:
    page = desk.signed_in("ben@example.com").get("/admin/tickets/new")
    assert not page.html.find("select", attrs={"name": "category"})
    form = form_to(page, "/admin/tickets/new")
    form["email"], form["subject"], form["message"] = "cleo@example.com", "Bell", "Broken."
    form.submit(status=303).follow(status=200)
    assert Ticket.get().category.name == "Repairs"


def test_no_address_where_the_desk_allows_it(desk: Desk) -> None:
    form = filled(desk.signed_in(), desk, email="")
    form.submit(status=422)  # type: ignore[attr-defined]
    with db.transaction():
        settings.change({"tickets.email_required": False})
    form = filled(desk.signed_in(), desk, email="")
    form.submit(status=303).follow(status=200)  # type: ignore[attr-defined]
    assert Ticket.get().customer.name == "Cleo Marsh" and CustomerAddress.select().count() == 0


def test_known_customers_are_suggested(desk: Desk) -> None:
    desk.ticket()
    desk.ticket(email="dan@example.com", name="Dan")
    browser = desk.signed_in()
    for typed, found in (("cleo@", ["Cleo Marsh"]), ("Cle", ["Cleo Marsh"]), ("Da", ["Dan"])):
        page = browser.get("/admin/tickets/new/customers", {"q": typed}).html
        assert [tag["data-name"] for tag in page.select("button")] == found
    for typed in ("", "c", "%", "zzz"):
        page = browser.get("/admin/tickets/new/customers", {"q": typed}).html
        assert not page.select("button")


def test_a_suggested_customer_without_address_is_found_again(desk: Desk) -> None:
    with db.transaction():
        settings.change({"tickets.email_required": False})
    known = find_or_create("Cleo Marsh", "")
    assert tickets.suggestions("Cleo")[0].email == ""
    form = filled(desk.signed_in(), desk, email="")
    form["customer"] = str(known.id)  # type: ignore[index]
    form.submit(status=303)  # type: ignore[attr-defined]
    assert Ticket.get().customer_id == known.id
