"""A ticket's properties, changed where they are read: saved as soon as chosen, without a reload."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from helpdesk import db, tickets
from helpdesk.schema import Session, Ticket
from tests.browser import people
from tests.browser.fixtures import sign_in
from tests.browser.watched import Watch, nothing_found
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TEXT = "A sentence that I am in the middle of"
MARK = "this page, and no other"


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.ticket(category="Repairs")


@pytest.fixture
def page(context: BrowserContext, ticket: Ticket) -> Iterator[Page]:
    """Anna at the ticket, in the middle of a reply; the page is marked."""
    watch = Watch(context)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/admin/tickets/{ticket.id}")
    page.locator("#reply").focus()
    expect(page.locator("trix-editor")).to_be_focused()
    page.keyboard.type(TEXT)
    page.evaluate("(text) => { window.mark = text; }", MARK)
    yield page
    nothing_found(watch)


def choose(page: Page, what: str, name: str) -> None:
    page.locator("#details").get_by_label(what, exact=True).select_option(name)


def stays(page: Page) -> None:
    """Nothing was loaded anew, and nothing of what is typed is lost."""
    assert page.evaluate("window.mark") == MARK
    expect(page.locator("trix-editor")).to_have_text(TEXT)


def test_a_choice_is_saved_at_once(page: Page, ticket: Ticket) -> None:
    """It is shown, said and told in the thread, and the choice keeps the focus."""
    for what, name in {"status": "On hold", "priority": "Urgent", "owner": "Ben Okafor"}.items():
        form = page.locator(f"#details form[action$='/{what}']")
        choice = form.locator("select")
        choice.focus()
        choice.select_option(name)
        expect(form.locator(".hd-saved")).to_have_text("Saved")
        expect(form.locator(".hd-face")).to_contain_text(name)
        expect(choice).to_be_focused()
        expect(choice.locator("option:checked")).to_have_text(name)
        expect(page.locator(".hd-ev").filter(has_text=name)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Saved").last).to_be_attached()
    saved = Ticket.get_by_id(ticket.id)
    now = (saved.status.name, saved.priority.name, saved.owner.name)
    assert now == ("On hold", "Urgent", "Ben Okafor")
    stays(page)


def test_one_after_the_other(page: Page, ticket: Ticket) -> None:
    """Without a wait between them; the fresh parts can be changed again."""
    choose(page, "Priority", "Low")
    choose(page, "Status", "Open")
    expect(page.locator("#details .hd-prio")).to_contain_text("Low")
    expect(page.locator("#details .hd-st")).to_have_text("Open")
    choose(page, "Priority", "High")
    expect(page.locator("#details .hd-prio")).to_contain_text("High")
    saved = Ticket.get_by_id(ticket.id)
    assert (saved.priority.name, saved.status.name) == ("High", "Open")
    stays(page)


def test_what_is_typed_beside_it_stays(page: Page) -> None:
    page.get_by_text("Change the customer").first.click()
    field = page.get_by_label("E-mail address of the right one")
    field.fill("dan@exam")
    choose(page, "Priority", "Low")
    expect(page.locator("#details .hd-prio")).to_contain_text("Low")
    expect(field).to_be_visible()
    expect(field).to_have_value("dan@exam")


def test_the_subject(page: Page, ticket: Ticket) -> None:
    """Enter saves it, Escape brings it back; what is wrong stands beside it."""
    field, head = page.locator("#head-subject"), page.locator("h1")
    field.fill("Saddle creaks")
    field.press("Enter")
    expect(head).to_have_text("Saddle creaks")
    expect(page.locator(".hd-thead .hd-saved")).to_have_text("Saved")
    field.fill("Never mind")
    field.press("Escape")
    expect(field).to_have_value("Saddle creaks")
    field.fill("")
    field.press("Enter")
    expect(page.locator("#head-subject-error")).to_contain_text("Write in a few words")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert Ticket.get_by_id(ticket.id).subject == "Saddle creaks"
    field.fill("Bell is mute")
    field.press("Enter")
    expect(head).to_have_text("Bell is mute")
    expect(page.locator("#head-subject-error")).to_have_count(0)
    stays(page)


def test_collaborators_come_and_go_without_a_reload(page: Page, desk: Desk) -> None:
    """The choice keeps the focus, and gets it back from a button that is gone."""
    select, rows = page.locator("#side-collaborator"), page.locator("#details .hd-beside")
    for person in (desk.ben, desk.anna):
        select.focus()
        select.select_option(person.name)
        expect(rows.filter(has_text=person.name)).to_be_visible()
    expect(select).to_have_count(0)  # nobody is left
    page.get_by_role("button", name="Remove Ben Okafor").press("Enter")
    expect(rows).to_have_text(["ALAnna LindgrenLeave"])
    expect(select).to_be_focused()
    expect(page.locator("form[action$='/collaborators'] .hd-saved")).to_have_text("Saved")
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(rows).to_have_count(0)
    expect(page.locator(".hd-ev").filter(has_text="no longer a collaborator")).to_be_visible()
    stays(page)


def test_an_owner_who_is_lost_is_told_of(page: Page, desk: Desk, ticket: Ticket) -> None:
    """Ben doesn't see General."""
    with db.transaction():
        tickets.take(Ticket.get_by_id(ticket.id), desk.ben)
    choose(page, "Category", "General")
    told = "The owner doesn’t see this category"
    expect(page.locator("#details .hd-saved")).to_contain_text(told)
    expect(page.locator("form[action$='/owner'] .hd-face")).to_have_text("Nobody yet")
    expect(page.locator("form[action$='/category'] .hd-face")).to_have_text("General")
    assert Ticket.get_by_id(ticket.id).category.name == "General"
    stays(page)


def test_out_of_ones_sight(tab: Page, ticket: Ticket) -> None:
    """Ben is led to the list, which says so."""
    sign_in(tab, "ben@example.com")
    tab.goto(f"/admin/tickets/{ticket.id}")
    choose(tab, "Category", "General")
    expect(tab.get_by_text("left your sight")).to_be_visible()
    expect(tab.get_by_role("row")).to_have_count(0)


def test_signed_out_meanwhile(page: Page, ticket: Ticket) -> None:
    """The page says it in its own way, and nothing is changed unseen."""
    expect(page.get_by_text("Draft saved")).to_be_visible()
    with db.transaction():
        Session.delete().execute()
    choose(page, "Priority", "Low")
    people.heading(page, "Sign in again")
    assert Ticket.get_by_id(ticket.id).priority.name == "Normal"
