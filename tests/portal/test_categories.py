"""Which category first, when there are many; and fields that an address fills in."""

import pytest
from webtest import TestApp

from helpdesk.schema import Category, Priority, Ticket
from tests.asking import form_to
from tests.cast import Desk
from tests.watching import reading, statements


@pytest.fixture
def many(desk: Desk) -> list[str]:
    """Ten more categories; their ids."""
    rows = [Category.create(name=f"Kind {n}", position=n + 5) for n in range(10)]
    return [str(row.id) for row in rows]


def field(browser: TestApp, name: str, **query: str) -> str:
    return str(form_to(browser.get("/submit", query), "/submit")[name].value).strip("\n")


def test_a_handful_is_chosen_in_the_form(desk: Desk) -> None:
    assert "category" in form_to(desk.browser().get("/submit"), "/submit").fields


def test_many_have_a_page_of_their_own(desk: Desk, many: list[str]) -> None:
    page = desk.browser().get("/submit")
    cards = page.html.select(".hd-kinds a")
    assert len(cards) == 12 and "<form" not in str(page.html.main)
    form = form_to(page.click("Kind 3"), "/submit")
    assert form["category"].value == many[3]


def test_an_address_with_a_category_skips_the_question(desk: Desk, many: list[str]) -> None:
    browser = desk.browser()
    assert field(browser, "category", category=many[2]) == many[2]
    for strange in ("99999", "-1", "x", "0"):
        assert field(browser, "category", category=strange) == ""


def test_what_the_address_fills_in_goes_through_the_question(desk: Desk, many: list[str]) -> None:
    page = desk.browser().get("/submit?subject=Order+12+%26+13&lang=en")
    assert form_to(page.click("Kind 1"), "/submit")["subject"].value == "Order 12 & 13"


def test_a_form_that_comes_back_is_the_form(desk: Desk, many: list[str]) -> None:
    form = form_to(desk.browser().get("/submit?category=0"), "/submit")
    page = form.submit(status=422)
    assert page.html.find(id="f-category-error")


def test_all_fields(desk: Desk) -> None:
    urgent = str(Priority.get(Priority.level == "urgent").id)
    general = str(desk.category("General").id)
    told = {"subject": "Wheel", "name": "Cleo", "email": "cleo@example.com", "message": "It\nrubs."}
    told |= {"priority": urgent, "category": general}
    form = form_to(desk.browser().get("/submit", told), "/submit")
    assert {name: form[name].value.strip("\r\n").replace("\r", "") for name in told} == told
    form.submit(status=303)
    assert Ticket.get().priority.level == "urgent"


@pytest.mark.parametrize("text", ['"><script>x</script>', "a\x00b", "x" * 100_000, "\ud800é‮"])
def test_hostile_addresses(desk: Desk, text: str) -> None:
    query = {name: text.encode("utf-8", "replace") for name in ("subject", "message", "email")}
    page = desk.browser().get("/submit", query)
    form = form_to(page, "/submit")
    assert "<script>x" not in page.text
    assert len(form["subject"].value) <= 255 and len(form["message"].value) <= 10_001


def test_what_was_typed_counts_more_than_the_address(desk: Desk) -> None:
    form = form_to(desk.browser().get("/submit?subject=Of+the+address"), "/submit")
    form["subject"] = "Typed"
    assert form_to(form.submit(status=422), "/submit")["subject"].value == "Typed"


def test_the_question_costs_two_queries(desk: Desk, many: list[str]) -> None:
    desk.browser().get("/")
    with statements() as found:
        desk.browser().get("/submit")
    assert len(reading(found)) <= 2


def test_a_mistyped_domain_is_offered_without_scripts(desk: Desk) -> None:
    page = desk.browser().get("/submit?email=cleo@gmial.com").html
    offer = page.find(attrs={"data-hd-typos": True}).span
    assert "cleo@gmail.com" in offer.get_text() and not offer.has_attr("hidden")
    calm = desk.browser().get("/submit").html.find(attrs={"data-hd-typos": True}).span
    assert calm.has_attr("hidden")
