"""Answering in the browser: rich text, screenshots, drafts, undo, somebody else has written."""

import json
import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from helpdesk import db, settings, tickets
from helpdesk.schema import Attachment, Draft, Message, PendingReply, Ticket
from tests.browser import people
from tests.browser.fixtures import Live, sign_in
from tests.browser.watched import Watch, nothing_found
from tests.cast import Desk
from tests.servers.mariadb import wait_until

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.ticket()


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    return Watch(context)


@pytest.fixture
def page(watch: Watch, tab: Page, ticket: Ticket) -> Page:
    """Anna, with the editor open."""
    sign_in(tab)
    return opened(tab, ticket)


def opened(page: Page, ticket: Ticket) -> Page:
    page.goto(f"/admin/tickets/{ticket.id}")
    page.locator("#reply").focus()  # brings the editor, unless a draft has brought it
    expect(editor(page)).to_be_visible()
    editor(page).focus()
    page.keyboard.press("Control+End")
    return page


def editor(page: Page) -> Locator:
    return page.locator("trix-editor")


def last() -> Message:
    found: Message = Message.select().order_by(Message.id.desc()).first()
    return found


def say(number: int, desk: Desk, text: str) -> None:
    with db.connection(), db.transaction():
        ben = desk.ben
        tickets.reply(Ticket.get_by_id(number), actor=ben.actor(), author=ben.name, text=text)


def test_rich_text(page: Page, watch: Watch) -> None:
    page.keyboard.type("Bring it ")
    page.get_by_role("button", name="Bold").click()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("today")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="List", exact=True).click()
    page.keyboard.type("the wheel")
    people.press(page, "Send reply")
    said = page.get_by_role("article").last
    expect(said.locator("strong")).to_have_text("today")
    expect(said.locator("li")).to_have_text("the wheel")
    assert last().text == "Bring it today\n\n- the wheel"
    assert last().original
    nothing_found(watch)


def test_who_goes_elsewhere_at_once_stays_there(page: Page) -> None:
    """The letters typed last are drawn a frame later: that doesn't fetch the cursor back."""
    stayed = page.evaluate(
        """() => {
          document.execCommand('insertText', false, 'Almost done');
          document.getElementById('head-subject').focus();
          const frame = () => new Promise((done) => {  // or a moment, where none is drawn
            requestAnimationFrame(done);
            setTimeout(done, 200);
          });
          return frame().then(frame).then(() => document.activeElement.id);
        }"""
    )
    assert stayed == "head-subject"
    expect(editor(page)).to_have_text("Almost done")


def test_a_link(page: Page) -> None:
    page.keyboard.type("see this")
    expect(editor(page)).to_have_text("see this")

    def is_marked() -> bool:
        """For the editor, which hears of it a little later than the page."""
        page.keyboard.press("Control+a")
        by_page = page.evaluate("getSelection().toString().trim()")
        begin, end = editor(page).evaluate("(node) => node.editor.getSelectedRange()")
        return bool(by_page == "see this" and end - begin >= len("see this"))

    assert wait_until(is_marked, time.monotonic() + 20)
    page.get_by_role("button", name="Link", exact=True).first.click()
    page.get_by_label("Address of the link").fill("https://example.com/wheels")
    page.keyboard.press("Enter")
    expect(editor(page).locator("a")).to_have_attribute("href", "https://example.com/wheels")
    people.press(page, "Send reply")
    link = page.get_by_role("article").last.get_by_role("link", name="see this")
    expect(link).to_have_attribute("rel", re.compile("nofollow"))


def test_what_was_typed_before_the_editor_came_is_in_it(tab: Page, ticket: Ticket) -> None:
    sign_in(tab)
    tab.goto(f"/admin/tickets/{ticket.id}")
    tab.locator("#reply").fill("First line\nsecond <b>")
    expect(editor(tab)).to_have_text("First line\nsecond <b>", use_inner_text=True)
    people.press(tab, "Send reply")
    expect(tab.get_by_role("article")).to_have_count(2)
    assert last().text == "First line\nsecond <b>"


def test_a_pasted_picture_is_a_file(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.type("Look:")
    page.evaluate(people.PICTURE)
    editor(page).focus()
    page.keyboard.press("Control+V")
    expect(page.locator("[data-hd-chosen]")).to_have_count(1)
    expect(editor(page).locator("figure, img")).to_have_count(0)
    people.press(page, "Send reply")
    expect(page.get_by_role("article").last.locator("img")).to_be_visible()
    assert Attachment.get().name.endswith(".png") and last().text == "Look:"


def test_a_draft_is_seen_in_another_browser(page: Page, browser: Browser, live: Live) -> None:
    page.keyboard.type("Half a thought")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    elsewhere = browser.new_context(base_url=live.url, locale="en-GB")
    other = elsewhere.new_page()
    sign_in(other)
    other.goto(page.url)
    expect(other.locator("#reply")).to_have_value("Half a thought")
    opened(other, Ticket.get())
    other.keyboard.type(", and more")
    expect(other.get_by_text("Draft saved")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Brought over from your other device")).to_be_visible()
    expect(editor(page)).to_have_text("Half a thought, and more")
    elsewhere.close()


def test_two_devices_at_once_the_newest_wins(page: Page, live: Live) -> None:
    page.keyboard.type("Here")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    Draft.update(text="There", html="", version=Draft.version + 1, device="other").execute()
    page.keyboard.type(" and now")
    expect(page.get_by_text("Also changed on another device")).to_be_visible()
    assert Draft.get().text == "Here and now"


def test_a_draft_that_cannot_be_saved_is_kept_here(page: Page) -> None:
    page.route("**/draft", lambda route: route.abort())
    page.keyboard.type("Offline words")
    expect(page.get_by_text("Not saved, kept on this device")).to_be_visible()
    page.unroute("**/draft")
    page.reload()
    expect(page.locator("#reply")).to_have_value("Offline words")


def test_sent_it_is_no_draft_any_more(page: Page) -> None:
    page.keyboard.type("Done")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    people.press(page, "Send reply")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.locator("#reply")).to_have_value("")
    assert Draft.select().count() == 0
    page.reload()
    expect(page.locator("#reply")).to_have_value("")


def test_undo(page: Page) -> None:
    settings.change({"tickets.undo_seconds": 60})
    page.keyboard.type("Wrong ")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type("person")
    people.press(page, "Send reply")
    expect(page.get_by_text("the customer does not see it yet")).to_be_visible()
    assert PendingReply.select().count() == 1 and Ticket.get().status.meaning == "new"
    page.locator(".hd-toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Your reply is taken back")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)
    opened(page, Ticket.get())
    expect(editor(page)).to_have_text("Wrong person")
    expect(editor(page).locator("strong")).to_have_text("person")
    assert Message.select().count() == 1


def test_undo_without_scripts_brings_the_files_too(
    browser: Browser, live: Live, desk: Desk, ticket: Ticket
) -> None:
    settings.change({"tickets.undo_seconds": 60})
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/admin/tickets/{ticket.id}")
    page.locator("#reply").fill("Plain words")
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"12"}
    page.locator("#f-attachments").set_input_files(file)  # type: ignore[arg-type]
    people.press(page, "Send reply")
    expect(page.get_by_role("article").last.get_by_role("button", name="Undo")).to_be_visible()
    people.press(page, "Undo")
    expect(page.locator("#reply")).to_have_value("Plain words")
    expect(page.get_by_label("Send a.txt")).to_be_checked()
    people.press(page, "Send reply")
    expect(page.get_by_role("article").last.get_by_role("link")).to_contain_text("a.txt")
    context.close()


def test_the_window_ends_before_ones_eyes(page: Page) -> None:
    settings.change({"tickets.undo_seconds": 2})
    page.keyboard.type("Soon")
    people.press(page, "Send reply")
    expect(page.locator(".hd-toast")).to_be_visible()
    expect(page.locator(".hd-toast")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_reply_past_anothers_asks_first(page: Page, desk: Desk, ticket: Ticket) -> None:
    page.keyboard.type("Mine")
    page.route("**/admin/pulse?*", lambda route: route.fulfill(status=204))  # or it would be seen
    say(ticket.id, desk, "Ben was faster")
    people.press(page, "Send reply")
    asked = page.get_by_role("alert").filter(has_text="Somebody else has written meanwhile")
    expect(asked).to_contain_text("Ben was faster")
    expect(editor(page)).to_have_text("Mine")
    assert Message.select().count() == 2
    people.press(page, "Send all the same")
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.get_by_role("article").last).to_contain_text("Mine")


def test_another_status_and_the_next_ticket(page: Page, desk: Desk, ticket: Ticket) -> None:
    other = desk.ticket("Bell is mute")
    page.keyboard.type("Done")
    page.locator(".hd-split summary").click()
    page.get_by_label("Then go to the next ticket").check()
    page.get_by_role("button", name="Send and set Resolved").click()
    people.heading(page, "Bell is mute")
    expect(page.get_by_text("Your reply is sent. This is the next ticket.")).to_be_visible()
    assert Ticket.get_by_id(ticket.id).status.meaning == "resolved"
    opened(page, other)
    page.keyboard.type("Done too")
    people.press(page, "Send reply")
    expect(page.get_by_text("No other ticket waits for an answer.")).to_be_visible()


def test_an_old_message_is_found_by_its_address(tab: Page, desk: Desk, ticket: Ticket) -> None:
    for number in range(60):
        say(ticket.id, desk, f"Word {number}")
    sign_in(tab)
    tab.goto(f"/admin/tickets/{ticket.id}")
    expect(tab.get_by_role("article")).to_have_count(50)
    people.follow(tab, "Show earlier messages")
    expect(tab.get_by_text("Since Tuesday")).to_be_visible()
    tab.goto(f"/admin/tickets/{ticket.id}#entry-1")
    expect(tab.locator("#entry-1")).to_be_in_viewport()
    assert json.dumps(tab.url).count("before=")
