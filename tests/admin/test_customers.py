"""Customers in the panel: the list, the card, and what is changed there."""

import json

import pytest
from bs4 import Tag
from webtest import TestApp

from helpdesk import customers, db, settings, statuses, tickets
from helpdesk.schema import Customer, CustomerAddress, Role, Ticket
from tests.asking import form_to, post
from tests.cast import Desk
from tests.customers.helpers import company, person
from tests.watching import reading, statements


def rows(browser: TestApp, path: str = "/admin/customers") -> list[str]:
    found = browser.get(path, status=200).html.select("tbody tr")
    return [row.get_text(" ", strip=True) for row in found]


def may_only(*keys: str) -> None:
    """Ben's role."""
    with db.transaction():
        Role.update(permissions=json.dumps(keys)).where(Role.name == "Operator").execute()


def test_the_list_shows_who_they_are_and_how_busy_they_keep_us(desk: Desk) -> None:
    desk.ticket()
    number = desk.ticket().customer_id
    company(desk, "Marsh & Sons")
    with db.transaction():
        customers.change(number, actor=desk.anna.actor(), organisation="Marsh & Sons")
    (line,) = rows(desk.signed_in())
    for part in ("Cleo Marsh", "cleo@example.com", "Marsh & Sons", "2", "now"):
        assert part in line


def test_ben_sees_everybody_but_counts_his_category_only(desk: Desk) -> None:
    desk.ticket()
    desk.ticket("Dan's", email="dan@example.com", name="Dan Osei", category="Repairs")
    cleo, dan = rows(desk.signed_in("ben@example.com"))
    assert "open" not in cleo and "now" not in cleo
    assert "1 open" in dan and "now" in dan


def test_looking_for_somebody(desk: Desk) -> None:
    person(desk, "Zoë Quay", "zq@example.com")
    person(desk, "Dan", "zoe@example.com")
    page = desk.signed_in().get("/admin/customers?q=ZOE")
    assert [h.get_text() for h in page.html.select("main h2")] == ["By name", "By address"]
    assert "Nobody found" in desk.signed_in().get("/admin/customers?q=nobody")
    assert "No customers yet" not in page


def test_pages_lead_through_all_and_back(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    for number in range(23):
        person(desk, f"Person {number:02}", f"p{number:02}@example.com")
    for begin in ("/admin/customers", "/admin/customers?q=person"):
        browser, path, seen = desk.signed_in(), begin, []
        while path:
            page = browser.get(path)
            seen += [a.get_text() for a in page.html.select("tbody .hd-subj a")]
            further = page.html.find("a", rel="next")
            path = further["href"] if further else ""
        assert seen == [f"Person {number:02}" for number in range(23)]
        assert page.html.select_one(".hd-pager a")["href"] == begin


def test_adding_somebody(desk: Desk) -> None:
    company(desk, "Group")
    browser = desk.signed_in()
    form = form_to(browser.get("/admin/customers/new?organisation=Group"), "/customers/new")
    assert form["organisation"].value == "Group"
    form["name"], form["email"] = "Cleo Marsh", "cleo@example.com"
    card = form.submit(status=303).follow(status=200)
    card.mustcontain("The customer is added.", "Cleo Marsh", "cleo@example.com", "Group")
    ticket = desk.ticket(name="Somebody")
    assert ticket.customer_id == Customer.get(Customer.name == "Cleo Marsh").id


def test_an_address_of_another_is_told_with_the_way_to_them(desk: Desk) -> None:
    dan = person(desk, '<b>"Dan', "dan@example.com")
    cleo = person(desk, "Cleo", "cleo@example.com")
    browser = desk.signed_in()
    for path, fields in (
        ("/admin/customers/new", {"name": "Eve"}),
        (f"/admin/customers/{cleo.id}/addresses", {}),
    ):
        page = post(browser, path, status=422, email="DAN@example.com", **fields)
        wrong = page.html.select_one("#f-email-error")
        assert wrong.a["href"] == f"/admin/customers/{dan.id}"
        assert '<b>"Dan' in wrong.get_text() and not wrong.find("b")
    assert page.html.select_one("#f-name")["value"] == "Cleo", "the rest of the card is as it was"


def test_the_card_shows_all_in_one_window(desk: Desk) -> None:
    first, second = desk.ticket("Brakes squeak"), desk.ticket("Bell is gone")
    with db.transaction():
        tickets.set_status(first, statuses.default("resolved"), actor=desk.anna.actor())
        customers.change(
            first.customer_id,
            actor=desk.anna.actor(),
            note="Calls on Fridays.",
            timezone="Asia/Jakarta",
            language="es",
        )
    page = desk.signed_in().get(f"/admin/customers/{first.customer_id}")
    facts = [dd.get_text(strip=True) for dd in page.html.select(".hd-cardfacts dd")]
    assert facts == ["1", "2", "now", "now"]
    page.mustcontain(
        "Brakes squeak", "Bell is gone", "Calls on Fridays.", "Asia/Jakarta", "Español"
    )
    page = desk.signed_in().get(f"/admin/customers/{first.customer_id}?show=open")
    assert "Bell is gone" in page and "Brakes squeak" not in page
    assert page.html.select_one("tbody a")["href"] == f"/admin/tickets/{second.id}"


def test_ben_reads_his_category_on_it(desk: Desk) -> None:
    number = desk.ticket("Invoice").customer_id
    browser = desk.signed_in("ben@example.com")
    page = browser.get(f"/admin/customers/{number}")
    assert "Invoice" not in page and "that you may see" in page
    desk.ticket("Wheel", category="Repairs")
    page = browser.get(f"/admin/customers/{number}")
    assert "Wheel" in page and "Invoice" not in page
    assert [dd.get_text() for dd in page.html.select(".hd-cardfacts dd")][:2] == ["1", "1"]


def test_tickets_on_it_are_paged(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    for number in range(13):
        customer = desk.ticket(f"No. {number}").customer_id
    browser = desk.signed_in()
    first = browser.get(f"/admin/customers/{customer}?show=open")
    rest = browser.get(first.html.find("a", rel="next")["href"])
    assert len(first.html.select("tbody tr")) == 10 and len(rest.html.select("tbody tr")) == 3


def test_changing_in_place(desk: Desk) -> None:
    company(desk, "Group")
    cleo = person(desk, "Cleo", "cleo@example.com")
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/customers/{cleo.id}"), f"/customers/{cleo.id}")
    form["name"], form["organisation"], form["note"] = "Cléo", "group", "Calls.\nOften."
    form.submit(status=303).follow().mustcontain("The customer is changed.", "Cléo", "Group")
    form["organisation"], form["timezone"] = "Nobody", "Nowhere"
    page = form.submit(status=422)
    page.mustcontain("No organisation is called so", "time zone isn", "Cléo")
    assert page.html.select_one(f'form[action$="/customers/{cleo.id}"]').parent.has_attr("open")
    assert customers.one(cleo.id).name == "Cléo"


def test_addresses_come_and_go(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "old@example.com")
    browser, here = desk.signed_in(), f"/admin/customers/{cleo.id}"
    post(browser, f"{here}/addresses", email="new@example.com").follow().mustcontain("is added")
    new = CustomerAddress.get(CustomerAddress.email == "new@example.com").id
    post(browser, f"{here}/addresses/{new}/first").follow().mustcontain("from now on")
    assert customers.main_email(cleo) == "new@example.com"
    old = CustomerAddress.get(CustomerAddress.email == "old@example.com").id
    post(browser, f"{here}/addresses/{old}/remove").follow().mustcontain("is removed")
    page = post(browser, f"{here}/addresses/{new}/remove", status=422)
    page.mustcontain("This is the only address.")
    post(browser, f"{here}/addresses/{old}/first", status=404)
    for path in ("addresses", f"addresses/{new}/remove"):
        assert browser.get(f"{here}/{path}", status=303).location.endswith(here)


def test_who_may_only_see_changes_nothing(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "cleo@example.com")
    may_only("tickets.view", "customers.view")
    browser = desk.signed_in("ben@example.com")
    page = browser.get(f"/admin/customers/{cleo.id}")
    main = page.html.select_one("main")
    assert isinstance(main, Tag) and not main.find("form") and "cleo@example.com" in page
    assert not browser.get("/admin/customers").html.select('main a[href$="/new"]')
    post(browser, f"/admin/customers/{cleo.id}", status=403, name="Eve")
    may_only("tickets.view")
    browser.get("/admin/customers", status=403)


def test_what_is_written_can_not_break_out(desk: Desk) -> None:
    cleo = person(desk, "<script>x</script>", note="<img onerror=x>")
    for path in ("/admin/customers", f"/admin/customers/{cleo.id}"):
        page = desk.signed_in().get(path)
        assert "<script>x" not in page and "<img onerror" not in page


@pytest.mark.parametrize("email", ["anna@example.com", "ben@example.com"])
def test_costs_the_same_however_much_there_is(desk: Desk, email: str) -> None:
    company(desk, "Group")
    used: dict[str, list[int]] = {}
    for again in range(2):
        for number in range(4):
            desk.ticket(category="Repairs")
            person(desk, "Person", f"p{again}{number}@example.com", organisation="Group")
        cleo = Ticket.get().customer_id
        browser = desk.signed_in(email)
        for path in ("", "?q=p", f"/{cleo}"):
            browser.get(f"/admin/customers{path}")
            with statements() as found:
                browser.get(f"/admin/customers{path}")
            used.setdefault(path, []).append(len(reading(found)))
    limits = {"": 7, "?q=p": 10, f"/{cleo}": 9}
    for path, (first, second) in used.items():
        assert first == second <= limits[path], (path, first, second)


def test_the_ticket_page_names_the_other_tickets(desk: Desk) -> None:
    for number in range(7):
        ticket = desk.ticket(f"No. {number}", category="Repairs")
    desk.ticket("Secret")
    page = desk.signed_in("ben@example.com").get(f"/admin/tickets/{ticket.id}")
    section = page.html.select_one("section[aria-labelledby=side-history]")
    assert [a.get_text() for a in section.select("li .hd-cut")] == [
        f"No. {n}" for n in (5, 4, 3, 2, 1)
    ]
    assert section.select_one(".hd-count").get_text() == "6 others"
    assert section.select_one(".hd-push")["href"] == f"/admin/customers/{ticket.customer_id}"
    alone = desk.ticket("Alone", email="dan@example.com", name="Dan")
    assert "side-history" not in desk.signed_in().get(f"/admin/tickets/{alone.id}")
