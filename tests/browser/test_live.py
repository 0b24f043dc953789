"""Two people side by side: what one does appears on the other's open page, and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from helpdesk import db
from helpdesk.schema import Session, Ticket
from tests.browser import people
from tests.browser.conftest import PATIENCE
from tests.browser.fixtures import Live, sign_in
from tests.browser.watched import Watch, nothing_found
from tests.cast import Desk
from tests.pulse.helpers import by_cleo, note, release, reply, resolve, take_back

SOON = 5_000  # ms within which what was said appears by itself; all else has the usual patience
# Not every browser holds the page where it is by itself, as Chromium does.
UNHELD = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { overflow-anchor: none !important }');
  document.adoptedStyleSheets = [sheet];
}"""
TEXT = "A sentence that I am in the middle of"


@contextmanager
def person(browser: Browser, live: Live, width: int = 1280) -> Iterator[Page]:
    """A browser of one's own, which complains about nothing."""
    size = ViewportSize(width=width, height=800)
    context = browser.new_context(base_url=live.url, locale="en-GB", viewport=size)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    yield context.new_page()
    context.close()
    nothing_found(watch)


def staff_page(page: Page, ticket: Ticket, email: str = "anna@example.com") -> Page:
    """A staff member at a ticket."""
    sign_in(page, email)
    page.goto(f"/admin/tickets/{ticket.id}")
    return page


def said(page: Page, text: str) -> Locator:
    """A message on a page."""
    return page.get_by_role("article").filter(has_text=text)


def editor(page: Page) -> Locator:
    """What a staff member writes in once it has come; the text field stays hidden beside it."""
    return page.locator("trix-editor")


def top_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
def test_a_conversation(browser: Browser, live: Live, desk: Desk) -> None:
    """Both ways, without a reload, and what is typed stays; from stage line to side panel."""
    ticket = desk.ticket()
    with person(browser, live) as anna, person(browser, live) as cleo:
        staff_page(anna, ticket)
        people.look_up(cleo, ticket.tracking_id)
        anna.locator("#reply").fill(TEXT)
        cleo.locator("#reply").fill("It also squeaks")
        people.press(cleo, "Send")
        expect(said(anna, "It also squeaks")).to_be_visible(timeout=SOON)
        expect(editor(anna)).to_have_text(TEXT)
        expect(editor(anna)).to_be_focused()
        cleo.locator("#reply").fill(TEXT)
        people.box(anna).fill("Bring it in tomorrow")
        people.press(anna, "Send reply")
        expect(said(cleo, "Bring it in tomorrow")).to_be_visible(timeout=SOON)
        expect(cleo.locator("#reply")).to_have_value(TEXT)
        expect(cleo.locator("#reply")).to_be_focused()
        expect(cleo.locator(".hd-stages [aria-current]")).to_contain_text("Waiting for you")
        cleo.locator("#reply").fill("See you then")
        people.press(cleo, "Send")
        expect(said(anna, "See you then")).to_be_visible(timeout=SOON)
        expect(anna.locator("#details .hd-st")).to_have_text("Open", timeout=SOON)
        expect(said(anna, "See you then")).to_have_count(1)
        expect(said(cleo, "Bring it in tomorrow")).to_have_count(1)


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
def test_a_reply_that_waits_appears_with_its_release(
    browser: Browser, live: Live, desk: Desk
) -> None:
    """At its own place, before what was said meanwhile."""
    ticket = desk.ticket()
    message = reply(desk, ticket, "The wheel is true again", waits=600)
    by_cleo(ticket, "Any news?")
    with person(browser, live) as cleo:
        people.look_up(cleo, ticket.tracking_id)
        expect(said(cleo, "Any news?")).to_be_visible()
        expect(said(cleo, "true again")).to_have_count(0)
        release(message)
        expect(said(cleo, "true again")).to_be_visible(timeout=SOON)
        told = ["Since Tuesday", "true again", "Any news?"]
        expect(cleo.get_by_role("article")).to_contain_text(told)


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
def test_who_is_there(browser: Browser, live: Live, desk: Desk) -> None:
    """Two of the staff at one ticket, and the customer who types."""
    ticket = desk.ticket(category="Repairs")
    with person(browser, live) as anna, person(browser, live) as ben:
        staff_page(anna, ticket)
        staff_page(ben, ticket, "ben@example.com")
        there = anna.locator("[data-hd-presence]").first
        expect(there).to_have_text("BOBen Okafor is viewing")
        ben.locator("#reply").press_sequentially("Hello")
        expect(there).to_contain_text("Ben Okafor is typing")
        ben.goto("/admin/tickets")
        expect(there).to_be_empty()
    with person(browser, live) as anna, person(browser, live) as cleo:
        staff_page(anna, ticket)
        people.look_up(cleo, ticket.tracking_id)
        cleo.locator("#reply").press_sequentially("Hello")
        there = anna.locator("[data-hd-presence]").first
        expect(there).to_contain_text("The customer is typing")


sqlite = pytest.mark.parametrize("engine", ["sqlite"])


@sqlite
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_never_jumps(browser: Browser, live: Live, desk: Desk, width: int) -> None:
    """Who reads further up, or writes, keeps every line where it is; a line tells of what came."""
    ticket = desk.ticket()
    for number in range(12):
        reply(desk, ticket, f"Number {number}. " + "Many words. " * 40)
    with person(browser, live, width) as anna:
        staff_page(anna, ticket)
        anna.evaluate(UNHELD)
        third = anna.locator("article").nth(2)
        third.scroll_into_view_if_needed()
        before = top_of(third)
        by_cleo(ticket, "One " * 50)
        by_cleo(ticket, "Two " * 50)
        line = anna.get_by_role("button", name="2 new messages")
        expect(line).to_be_visible()
        assert abs(top_of(third) - before) < 2
        line.click()
        expect(said(anna, "One One")).to_be_in_viewport()
        expect(line).to_be_hidden()
        anna.locator("#reply").click()
        anna.keyboard.type(TEXT)
        expect(anna.get_by_text("Draft saved")).to_be_visible()
        before = top_of(editor(anna))
        by_cleo(ticket, "Three " * 50)
        expect(said(anna, "Three Three")).to_be_attached()
        assert abs(top_of(editor(anna)) - before) < 2
        expect(editor(anna)).to_have_text(TEXT)


@sqlite
def test_typing_moves_nothing(browser: Browser, live: Live, desk: Desk) -> None:
    """The box stands at the window's end: who writes in it goes on reading where they are."""
    ticket = desk.ticket()
    for number in range(12):
        reply(desk, ticket, f"Number {number}. " + "Many words. " * 40)
    with person(browser, live) as anna, person(browser, live) as cleo:
        staff_page(anna, ticket)
        people.look_up(cleo, ticket.tracking_id)
        for page, kept in ((anna, "Draft saved"), (cleo, "Kept on this device as you type")):
            first = page.get_by_role("article").first
            before = top_of(first)
            people.box(page).focus()
            page.keyboard.type(TEXT)
            expect(page.get_by_text(kept)).to_be_visible()
            assert top_of(first) == before


@sqlite
def test_a_reader_at_the_end_stays_there(browser: Browser, live: Live, desk: Desk) -> None:
    """New messages come into view, and are said aloud once."""
    ticket = desk.ticket()
    for number in range(12):
        reply(desk, ticket, f"Number {number}. " + "Many words. " * 40)
    with person(browser, live) as cleo:
        people.look_up(cleo, ticket.tracking_id)
        cleo.evaluate("scrollTo(0, document.body.scrollHeight)")
        reply(desk, ticket, "This is the last word")
        expect(said(cleo, "the last word")).to_be_in_viewport()
        expect(cleo.locator("[data-hd-aloud]")).to_have_text("1 new message")
        expect(cleo.locator("[data-hd-news]")).to_be_hidden()


@sqlite
def test_one_that_was_taken_back_goes(browser: Browser, live: Live, desk: Desk) -> None:
    """And nothing else does."""
    ticket = desk.ticket()
    with person(browser, live) as anna:
        staff_page(anna, ticket)
        message = reply(desk, ticket, "Wrong ticket", waits=600)
        note(desk, ticket, "A note")
        left = said(anna, "Wrong ticket").locator("[data-hd-count]")
        first = left.inner_text()
        expect(left).not_to_have_text(first)  # it counts down, though it came live
        take_back(desk, message)
        expect(said(anna, "Wrong ticket")).to_have_count(0)
        expect(said(anna, "A note")).to_be_visible()


@sqlite
def test_the_side_waits_until_it_is_left(browser: Browser, live: Live, desk: Desk) -> None:
    """Somebody at work in it keeps it; then it shows what is true."""
    ticket = desk.ticket()
    with person(browser, live) as anna:
        staff_page(anna, ticket)
        anna.locator("#details select").first.focus()
        resolve(desk, ticket)
        expect(anna.locator(".hd-ev").filter(has_text="Resolved")).to_be_visible()
        expect(anna.locator("#details .hd-st")).to_have_text("New")
        anna.locator("#reply").focus()
        expect(anna.locator("#details .hd-st")).to_have_text("Resolved")


@sqlite
def test_a_side_that_waited_undoes_no_change(browser: Browser, live: Live, desk: Desk) -> None:
    """What one's own change has drawn meanwhile is newer."""
    ticket = desk.ticket()
    with person(browser, live) as anna:
        staff_page(anna, ticket)
        priority = anna.locator("#details").get_by_label("Priority", exact=True)
        priority.focus()
        with anna.expect_response(f"**/admin/tickets/{ticket.id}"):
            resolve(desk, ticket)
        anna.route("**/admin/pulse?*", lambda route: route.fulfill(status=204))
        priority.select_option("High")
        face = anna.locator("#details form[action$='/priority'] .hd-face")
        expect(face).to_have_text("High")
        people.box(anna).focus()
        expect(editor(anna)).to_be_focused()
        expect(face).to_have_text("High")
        expect(anna.locator("#details .hd-st")).to_have_text("Resolved")


@sqlite
def test_a_closed_request_takes_no_reply(browser: Browser, live: Live, desk: Desk) -> None:
    """The box goes; with a text in it it stays, below the line that says so."""
    from helpdesk import settings

    ticket = desk.ticket()
    with db.transaction():
        settings.change({"tickets.customer_reopens": False})
    with person(browser, live) as cleo, person(browser, live) as other:
        for page in (cleo, other):
            people.look_up(page, ticket.tracking_id)
        other.locator("#reply").fill(TEXT)
        resolve(desk, ticket)
        closed = "This request is closed and takes no more replies."
        for page in (cleo, other):
            expect(page.get_by_text(closed)).to_be_visible()
        expect(cleo.locator("#reply")).to_have_count(0)
        expect(other.locator("#reply")).to_have_value(TEXT)


@sqlite
def test_the_list(browser: Browser, live: Live, desk: Desk) -> None:
    """Changed rows are marked where they are; a line tells how many, and shows them."""
    first = desk.ticket("The first")
    desk.ticket("The second")
    with person(browser, live) as anna:
        sign_in(anna)
        anna.goto("/admin/tickets")
        row = anna.get_by_role("row").filter(has_text="The first")
        counts = anna.locator("h1 [data-hd-live], .hd-count[data-hd-live=view-open]:visible")
        expect(counts).to_have_text(["2", "2"])
        before = top_of(row)
        desk.ticket("The third")
        expect(counts).to_have_text(["3", "3"])
        by_cleo(first)
        expect(row).to_contain_text("Changed")
        line = anna.get_by_role("button", name="2 tickets changed")
        expect(line).to_be_visible()
        assert abs(top_of(row) - before) < 2
        expect(anna.get_by_text("The third")).to_have_count(0)
        line.click()
        expect(anna.get_by_text("The third")).to_be_visible()
        expect(line).to_be_hidden()


@sqlite
def test_signed_out_elsewhere(browser: Browser, live: Live, desk: Desk) -> None:
    """It is said, with a way back, and the page goes on where it was."""
    ticket = desk.ticket()
    with person(browser, live) as anna:
        staff_page(anna, ticket)
        anna.locator("#reply").fill(TEXT)
        with db.transaction():
            Session.delete().execute()
        told = anna.get_by_text("Signed out in another window; your text is kept.")
        expect(told.first).to_be_visible()
        expect(anna.locator("#reply")).to_have_value(TEXT)
        with anna.context.expect_page() as opened:
            anna.locator("[data-hd-away]").get_by_role("link", name="Log in").click()
        other = opened.value
        other.fill('[name="email"]', "anna@example.com")
        other.fill('[name="password"]', "correct horse battery")
        other.locator('form:has([name="password"]) [type=submit]').click()
        people.heading(other, "Rear wheel rubs")
        other.close()
        by_cleo(ticket, "I am still here")
        anna.evaluate("dispatchEvent(new Event('focus'))")
        expect(said(anna, "I am still here")).to_be_visible()
        expect(anna.locator("[data-hd-away]")).to_be_hidden()
        expect(anna.locator("#reply")).to_have_value(TEXT)


@sqlite
def test_without_a_connection(browser: Browser, live: Live, desk: Desk) -> None:
    """Said calmly; what came meanwhile comes with the connection."""
    ticket = desk.ticket()
    context = browser.new_context(base_url=live.url, locale="en-GB")
    page = staff_page(context.new_page(), ticket)
    expect(page.locator("[data-hd-away]")).to_be_hidden()
    context.set_offline(True)
    told = page.get_by_text("No connection. What you type is kept.").first
    expect(told).to_be_visible()
    by_cleo(ticket, "While you were away")
    context.set_offline(False)
    expect(said(page, "While you were away")).to_be_visible()
    expect(told).to_be_hidden()
    context.close()


@sqlite
def test_a_page_that_cant_be_read_is_read_again(browser: Browser, live: Live, desk: Desk) -> None:
    """The cursor has gone on, but what it told of isn't forgotten."""
    ticket, failed = desk.ticket(), []

    def fail_once(route: Route) -> None:
        failed.append(route.request.url)
        route.fulfill(status=429) if len(failed) == 1 else route.fallback()

    with person(browser, live) as anna:
        staff_page(anna, ticket)
        anna.route(f"**/admin/tickets/{ticket.id}", fail_once)
        resolve(desk, ticket)
        expect(anna.locator("#details .hd-st")).to_have_text("Resolved")
        assert len(failed) == 2
