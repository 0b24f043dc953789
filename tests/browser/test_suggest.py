"""Known customers are suggested while their address or name is typed."""

import pytest
from playwright.sync_api import Page, Route, expect

from helpdesk.schema import Ticket
from tests.browser import people
from tests.browser.fixtures import sign_in
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def page(tab: Page, desk: Desk) -> Page:
    """Anna about to open a ticket; the desk knows Cleo and Clem."""
    desk.ticket()
    desk.ticket(email="clem@example.com", name="Clem Vance")
    sign_in(tab)
    tab.goto("/admin/tickets/new")
    return tab


def email(page: Page, text: str = "") -> None:
    """Wait until this stands in the field of the address, which has the focus."""
    expect(page.locator("#f-email")).to_have_value(text)
    expect(page.locator("#f-email")).to_be_focused()


def offered(page: Page, *names: str) -> None:
    """Wait until exactly these are in the list; without any it is hidden."""
    choices = page.get_by_role("list", name="Customers who fit").get_by_role("button")
    expect(choices).to_have_count(len(names))
    for number, name in enumerate(names):
        expect(choices.nth(number)).to_contain_text(name)
    expect(page.locator(".hd-suggest")).to_be_visible(visible=bool(names))


def test_chosen_with_the_mouse(page: Page) -> None:
    """The ticket becomes theirs."""
    page.locator("#f-email").press_sequentially("cle")
    offered(page, "Clem Vance", "Cleo Marsh")
    expect(page.locator("[data-hd-found]")).to_have_text("2 customers fit")
    page.locator("#f-email").press_sequentially("o")
    offered(page, "Cleo Marsh")
    expect(page.locator("[data-hd-found]")).to_have_text("1 customer fits")
    page.get_by_role("button", name="Cleo Marsh").click()
    email(page, "cleo@example.com")
    expect(page.get_by_label("Customer’s name")).to_have_value("Cleo Marsh")
    offered(page)
    page.get_by_label("Category").select_option("General")
    people.fill(page, {"Subject": "Bell is mute", "What the customer says": "It does not ring."})
    people.press(page, "Open the ticket")
    people.heading(page, "Bell is mute")
    first, *_others, last = Ticket.select().order_by(Ticket.id)
    assert last.customer_id == first.customer_id


def test_chosen_by_keys(page: Page) -> None:
    """The arrows go down the list and back to the field; what is typed after that is somebody."""
    page.get_by_label("Customer’s name").press_sequentially("Cle")
    offered(page, "Clem Vance", "Cleo Marsh")
    for key, name in (("Down", "Clem"), ("Down", "Cleo"), ("Down", "Cleo"), ("Up", "Clem")):
        page.keyboard.press(f"Arrow{key}")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Customer’s name")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    email(page, "clem@example.com")
    expect(page.get_by_label("Customer’s name")).to_have_value("Clem Vance")
    chosen = page.locator("[name=customer]")
    expect(chosen).not_to_have_value("")
    page.keyboard.type("x")
    expect(chosen).to_have_value("")


def test_escape_closes_it(page: Page) -> None:
    """From the field and from the list; what is typed stays, and so does the focus."""
    page.locator("#f-email").press_sequentially("cle")
    offered(page, "Clem Vance", "Cleo Marsh")
    page.keyboard.press("Escape")
    offered(page)
    email(page, "cle")
    page.keyboard.type("o")
    offered(page, "Cleo Marsh")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    offered(page)
    email(page, "cleo")


def test_nobody_fits(page: Page) -> None:
    page.locator("#f-email").press_sequentially("cle")
    offered(page, "Clem Vance", "Cleo Marsh")
    page.keyboard.press("z")
    offered(page)
    page.keyboard.press("Backspace")
    offered(page, "Clem Vance", "Cleo Marsh")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")  # one letter says nothing
    offered(page)


def test_it_never_opens_behind_ones_back(page: Page) -> None:
    """Whoever is faster than the answer has gone on to the next field."""
    waiting: list[Route] = []
    page.route("**/new/customers?*", lambda route: waiting.append(route))
    name = page.get_by_label("Customer’s name")
    with page.expect_request("**/new/customers?*"):
        name.press_sequentially("cle")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Category")).to_be_focused()
    with page.expect_request_finished():
        waiting[0].continue_()
    page.unroute("**/new/customers?*")
    page.evaluate("fetch(location.href).then((answer) => answer.text())")  # comes after it
    offered(page)
    name.press("End")
    name.press("o")
    offered(page, "Cleo Marsh")
