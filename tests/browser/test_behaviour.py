"""What people do to forms: press twice, go back, open two tabs, come back tomorrow."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from helpdesk.schema import Message, Session, Ticket
from helpdesk.web import csrf
from tests.browser import people
from tests.browser.fixtures import Live, sign_in
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

THANKS = "Thank you, we have your request"
TEXT = "A long story that nobody wants to type twice."


def written(page: Page) -> Locator:
    """A request, written and not sent; the button that sends it."""
    page.goto("/submit")
    page.get_by_label("What is it about?").select_option("General")
    people.fill(page, people.REQUEST)
    return page.get_by_role("button", name="Send request")


@pytest.mark.parametrize("scripts", [True, False])
def test_double_click(browser: Browser, live: Live, scripts: bool) -> None:
    """One request, with and without scripts."""
    context = browser.new_context(base_url=live.url, java_script_enabled=scripts)
    page = context.new_page()
    written(page).dblclick(no_wait_after=True)
    people.heading(page, THANKS)
    assert Ticket.select().count() == 1
    context.close()


def test_back_and_again(tab: Page) -> None:
    """The form comes back empty, or sent again it leads to the request that came of it."""
    written(tab).click()
    people.heading(tab, THANKS)
    tab.go_back()
    button = tab.get_by_role("button", name="Send request")
    expect(button).to_be_enabled()
    button.click()
    missing = tab.get_by_text("Write a message.")
    expect(missing.or_(tab.get_by_text(THANKS))).to_be_visible()
    assert Ticket.select().count() == 1


def test_reload_after_sending(tab: Page) -> None:
    """The page that says thank you, and the thread, are pages and no sendings."""
    written(tab).click()
    people.heading(tab, THANKS)
    tab.reload()
    people.follow(tab, "See your request")
    people.answer(tab, TEXT, "Send")
    tab.reload()
    expect(tab.get_by_role("article")).to_have_count(2)
    assert (Ticket.select().count(), Message.select().count()) == (1, 2)


def test_two_tabs(context: BrowserContext) -> None:
    """Two requests; the browser may see both."""
    first, second = context.new_page(), context.new_page()
    buttons = [written(first), written(second)]
    second.get_by_label("Subject").fill("Another matter")
    for page, button in zip((first, second), buttons, strict=True):
        button.click()
        people.heading(page, THANKS)
    people.follow(first, "See your request")
    people.heading(first, "Rear wheel rubs")
    people.follow(second, "See your request")
    people.heading(second, "Another matter")


def test_signed_in_meanwhile(context: BrowserContext, desk: Desk) -> None:
    """A form from before the sign-in is answered with the form again, filled in as it was."""
    page, other = context.new_page(), context.new_page()
    button = written(page)
    sign_in(other)
    button.click()
    expect(page.get_by_role("alert").first).to_contain_text("send it again")
    expect(page.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    page.get_by_role("button", name="Send request").click()
    people.heading(page, THANKS)
    assert Ticket.select().count() == 1


def test_text_survives_a_reload(tab: Page) -> None:
    """And can be cleared, for good."""
    written(tab)
    expect(tab.get_by_text("Kept on this device as you type")).to_be_visible()
    tab.reload()
    expect(tab.get_by_text("This is what you had typed here.")).to_be_visible()
    expect(tab.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    expect(tab.get_by_label("Subject")).to_have_value("Rear wheel rubs")
    tab.get_by_role("button", name="Clear it").click()
    tab.reload()
    expect(tab.get_by_label("Message")).to_have_value("")
    expect(tab.get_by_text("This is what you had typed here.")).to_be_hidden()


def test_text_survives_an_error(tab: Page) -> None:
    """Nothing to type again but what was wrong; once it has arrived, nothing is left over."""
    button = written(tab)
    tab.get_by_label("Your e-mail address").fill("cleo")
    button.click()
    expect(tab.get_by_label("Your e-mail address")).to_be_focused()
    expect(tab.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    tab.get_by_label("Your e-mail address").fill("cleo@example.com")
    tab.get_by_role("button", name="Send request").click()
    people.heading(tab, THANKS)
    tab.goto("/submit")
    expect(tab.get_by_label("Message")).to_have_value("")


def test_text_survives_a_lost_session(tab: Page, desk: Desk) -> None:
    """It stands on the page that says so, and is there again after signing in."""
    ticket = desk.ticket()
    sign_in(tab)
    tab.goto(f"/admin/tickets/{ticket.id}")
    tab.locator("#reply").fill(TEXT)
    Session.delete().execute()
    people.press(tab, "Send reply")
    people.heading(tab, "Sign in again")
    expect(tab.get_by_label("Message")).to_have_value(TEXT)
    sign_in(tab)
    tab.goto(f"/admin/tickets/{ticket.id}")
    expect(tab.locator("#reply")).to_have_value(TEXT)
    people.press(tab, "Send reply")
    expect(tab.get_by_role("article").filter(has_text=TEXT)).to_be_visible()
    expect(tab.locator("#reply")).to_have_value("")


def test_log_out_forgets_what_staff_typed(tab: Page, desk: Desk) -> None:
    """The next person at this device reads nothing of it."""
    ticket = desk.ticket()
    sign_in(tab)
    tab.goto(f"/admin/tickets/{ticket.id}")
    tab.locator("#reply").fill(TEXT)
    expect(tab.get_by_text("Draft saved")).to_be_visible()
    tab.get_by_role("button", name="Log out").click()
    people.heading(tab, "Log in")
    assert tab.evaluate("Object.keys(localStorage).length") == 0


def test_expired_form(tab: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open for more than a day: nothing is lost, the second press sends."""
    button = written(tab)
    with monkeypatch.context() as yesterday:
        yesterday.setattr(csrf, "LASTS", -1)
        button.click()
        expect(tab.get_by_role("alert").first).to_contain_text("send it again")
    assert not Ticket.select().exists()
    expect(tab.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    tab.get_by_role("button", name="Send request").click()
    people.heading(tab, THANKS)


def test_somebody_elses_reply(context: BrowserContext, desk: Desk) -> None:
    """Two tabs with the same thread: both replies stand in it, one after the other."""
    ticket = desk.ticket()
    page, other = context.new_page(), context.new_page()
    for each in (page, other):
        people.look_up(each, ticket.tracking_id)
    people.answer(page, "First", "Send")
    people.answer(other, "Second", "Send")
    expect(other.get_by_role("article")).to_contain_text(["Since Tuesday", "First", "Second"])
