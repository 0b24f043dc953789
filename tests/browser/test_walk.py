"""What a desk is for, as one walk: asked, told by mail, answered, settled; and its own look."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from helpdesk import mail, outbox, settings
from helpdesk.mail import transport
from helpdesk.schema import Ticket
from tests.browser import people, texts
from tests.browser.fixtures import Live, sign_in
from tests.browser.test_live import SOON, person, said
from tests.cast import PASSWORD, Desk
from tests.mail import sink
from tests.mail.conftest import deliver
from tests.mail.sink import Sink
from tests.tickets.test_undo import released

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "mariadb"])

CLEO, BEN = "cleo@example.com", "ben@example.com"
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--hd-accent').trim()"


@pytest.fixture
def post(desk: Desk, live: Live) -> Iterator[Sink]:
    """A mail server for the desk, whose mails lead to where it is served; replies wait a minute."""
    with sink.running() as running:
        values = {"method": "smtp", "host": sink.HOST, "port": running.port, "security": "none"}
        values["from_address"] = "desk@harbour-lane.example"
        mails = {f"mail.{name}": value for name, value in values.items()}
        settings.change({**mails, "site.url": live.url, "tickets.undo_seconds": 60})
        outbox._pauses.clear()
        yield running
        transport.finish()


def link_in(letter: EmailMessage) -> str:
    """Where a mail leads."""
    found = re.search(r"http://\S+", sink.words(letter))
    assert found
    return found[0]


def asks(page: Page) -> None:
    """Cleo sends a request with a screenshot, and stays at its page."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/submit")
    page.get_by_label("What is it about?").select_option("Repairs")
    people.fill(page, people.REQUEST)
    people.paste_picture(page)
    expect(page.locator("[data-hd-chosen]")).to_have_count(1)
    people.press(page, "Send request")
    people.follow(page, "See your request")
    people.heading(page, "Rear wheel rubs")


def comes(page: Page, link: str) -> None:
    """Ben follows the link of a mail, signs in on the way and sees the screenshot."""
    page.goto(link)
    page.get_by_label("E-mail address").fill(BEN)
    page.get_by_label("Password").fill(PASSWORD)
    people.press(page, "Log in")
    people.heading(page, "Rear wheel rubs")
    picture = page.get_by_role("article").locator("img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 320)


def answers(page: Page) -> None:
    """Ben writes a formatted reply, which can still be taken back."""
    page.locator("#reply").focus()
    expect(page.locator("trix-editor")).to_be_focused()
    page.keyboard.type("Bring it ")
    page.get_by_role("button", name="Bold").click()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("today")
    people.press(page, "Send reply")
    expect(page.get_by_text("the customer does not see it yet")).to_be_visible()


def resolves(page: Page) -> None:
    """Ben sends what stands in the editor as the last word."""
    page.locator(".hd-split summary").click()
    page.get_by_role("button", name="Send and set Resolved").click()
    expect(page.get_by_text("the customer does not see it yet")).to_be_visible()


def test_from_the_request_to_its_end(browser: Browser, live: Live, post: Sink) -> None:
    with person(browser, live) as cleo, person(browser, live) as ben:
        asks(cleo)
        deliver()
        told = post.to(BEN)[0]
        assert "Cleo Marsh has a new request" in sink.words(told)
        comes(ben, link_in(told))

        answers(ben)
        deliver()
        assert len(post.to(CLEO)) == 1, "the receipt: the reply still waits"
        released()
        deliver()
        expect(said(cleo, "Bring it").locator("strong")).to_have_text("today", timeout=SOON)
        expect(cleo.locator(".hd-stages [aria-current]")).to_contain_text("Waiting for you")
        answer = post.to(CLEO)[1]
        assert "today</strong>" in sink.words(answer, "html")
        with person(browser, live) as phone:
            phone.goto(link_in(answer))
            people.heading(phone, "Rear wheel rubs")
            expect(said(phone, "Bring it").locator("strong")).to_have_text("today")

        ben.goto(f"/admin/tickets/{Ticket.get().id}#reply")
        expect(ben.locator("trix-editor")).to_be_focused()
        ben.keyboard.type("It runs true ")
        cleo.locator("#reply").fill("I brought it")
        people.press(cleo, "Send")
        expect(said(ben, "I brought it")).to_be_visible(timeout=SOON)
        expect(ben.locator("trix-editor")).to_be_focused()
        ben.keyboard.type("again")
        expect(ben.locator("trix-editor")).to_have_text("It runs true again")
        deliver()
        assert "I brought it" in sink.words(post.to(BEN)[1])

        resolves(ben)
        released()
        deliver()
        expect(said(cleo, "It runs true again")).to_be_visible(timeout=SOON)
        expect(cleo.locator(".hd-stages [aria-current]")).to_contain_text("Resolved")
        expect(ben.locator("#details .hd-st")).to_have_text("Resolved")
        assert "It runs true again" in sink.words(post.to(CLEO)[2])
        assert len(post.to(CLEO)) == 3, "the answer says that it is resolved"
    of_one_thread(post.mails)


def of_one_thread(letters: list[EmailMessage]) -> None:
    """Programs keep all of them together, and an answer to any of them finds the ticket."""
    ids = [letter["Message-ID"] for letter in letters]
    assert len(set(ids)) == len(ids)
    assert {mail.ticket_of([each]) for each in ids} == {Ticket.get().id}
    (root,) = {letter["References"] for letter in letters}
    assert {letter["In-Reply-To"] for letter in letters} == {root} and root not in ids


def test_a_new_look_is_there_at_once(browser: Browser, live: Live) -> None:
    """Title, colour and logo, on the page that follows: for the customer and for colleagues."""
    logo: FilePayload = {"name": "l.png", "mimeType": "image/png", "buffer": texts.PICTURE}
    with person(browser, live) as anna, person(browser, live) as ben, person(browser, live) as cleo:
        sign_in(ben, BEN)
        cleo.goto("/")
        sign_in(anna)
        anna.goto("/admin/settings/site")
        people.fill(anna, {"Title": "Quayside Wheels"})
        people.press(anna, "Save")
        anna.wait_for_url("**done=settings")
        anna.goto("/admin/settings/look")
        anna.locator("#s-look-accent").fill("#7a3e8e")
        anna.locator("#s-look-logo").set_input_files(logo)
        people.press(anna, "Save")
        anna.wait_for_url("**done=settings")
        ben.goto("/admin/tickets")
        cleo.goto("/submit")
        for page in (anna, ben, cleo):
            brand = page.locator(".hd-brand").filter(visible=True)
            expect(brand).to_have_text("Quayside Wheels")
            expect(brand.locator("img")).to_have_js_property("naturalWidth", 120)
            expect(page).to_have_title(re.compile("Quayside Wheels"))
            assert page.evaluate(ACCENT) == "#7a3e8e"
