"""The customers' pages as people use them: with scripts and without, by keyboard, on a phone."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from helpdesk import db, mail, settings, tickets
from helpdesk.events import Actor
from helpdesk.schema import Category, Participant, Ticket
from helpdesk.web import csrf, proof
from tests.browser import people
from tests.browser.fixtures import Live
from tests.browser.watched import Watch, nothing_found
from tests.cast import SITE, Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

THANKS = "Thank you, we have your request"


def change(**values: Any) -> None:
    with db.transaction():
        settings.change({f"portal.{key}": value for key, value in values.items()})


def written(page: Page) -> None:
    page.goto("/submit")
    page.get_by_label("What is it about?").select_option("General")
    people.fill(page, people.REQUEST)


@pytest.fixture
def plain(browser: Browser, live: Live) -> Iterator[Page]:
    """A browser without scripts."""
    context = browser.new_context(base_url=live.url, locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Page]:
    """A browser whose console stays silent."""
    watch = Watch(context)
    yield context.new_page()
    nothing_found(watch)


def test_the_browser_solves_the_challenge_unseen(watched: Page, desk: Desk) -> None:
    """Our solver against the library, over plain http, under the strict policy."""
    change(check="always")
    written(watched)
    expect(watched.get_by_label("How much is")).to_be_hidden()
    people.press(watched, "Send request")
    people.heading(watched, THANKS)
    assert Ticket.select().count() == 1


def test_who_presses_before_it_is_solved_waits_and_need_not_press_again(
    watched: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work is made long enough to be overtaken."""
    monkeypatch.setattr(proof, "LEAST", 1_000_000)
    monkeypatch.setattr(proof, "MOST", 1_000_001)
    change(check="always")
    written(watched)
    people.press(watched, "Send request")
    expect(watched.get_by_role("heading", level=1)).to_have_text(THANKS, timeout=60_000)
    assert Ticket.select().count() == 1


def test_where_workers_are_not_to_be_had_the_question_is_asked(tab: Page, desk: Desk) -> None:
    """An old browser, or one whose owner forbids them."""
    change(check="always", question="What do we sell?", answers="bikes")
    tab.add_init_script("window.Worker = undefined")
    written(tab)
    tab.get_by_label("What do we sell?").fill("Bikes")
    people.press(tab, "Send request")
    people.heading(tab, THANKS)


def test_without_scripts_the_question_is_asked(plain: Page, desk: Desk) -> None:
    """And a wrong answer loses nothing."""
    change(check="always", question="What do we sell?", answers="bikes")
    written(plain)
    plain.get_by_label("What do we sell?").fill("cars")
    people.press(plain, "Send request")
    expect(plain.get_by_label("What do we sell?")).to_be_focused()
    expect(plain.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    plain.get_by_label("What do we sell?").fill("bikes")
    people.press(plain, "Send request")
    people.heading(plain, THANKS)


def test_a_quick_hand_is_held_back_unseen(watched: Page, desk: Desk) -> None:
    """With scripts the form waits by itself."""
    change(least_seconds=3)
    written(watched)
    people.press(watched, "Send request")
    people.heading(watched, THANKS)


def test_a_quick_hand_without_scripts_is_asked_to_send_again(
    plain: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all that was typed."""
    change(least_seconds=60)
    written(plain)
    people.press(plain, "Send request")
    expect(plain.get_by_role("alert").first).to_contain_text("That was very quick")
    expect(plain.get_by_label("Message")).to_have_value(people.REQUEST["Message"])
    monkeypatch.setattr(csrf, "time", SimpleNamespace(time=lambda: time.time() + 61))
    people.press(plain, "Send request")
    people.heading(plain, THANKS)


def test_the_bait_is_out_of_reach(tab: Page, desk: Desk) -> None:
    """By eye, by keyboard and by the accessibility tree."""
    tab.goto("/submit")
    box = tab.locator("#f-website").bounding_box()
    assert box is not None
    expect(tab.get_by_role("textbox", name="Leave this field empty")).to_have_count(0)
    seen = set()
    for _press in range(40):
        tab.keyboard.press("Tab")
        seen.add(tab.evaluate("document.activeElement.name || ''"))
    assert "email" in seen and "website" not in seen


def test_a_mistyped_domain_is_offered_and_taken(watched: Page, desk: Desk) -> None:
    """As soon as the field is left; and it can be ignored."""
    written(watched)
    field = watched.get_by_label("Your e-mail address")
    field.fill("cleo@gmial.com")
    field.blur()
    watched.get_by_role("button", name="cleo@gmail.com").click()
    expect(field).to_have_value("cleo@gmail.com")
    expect(watched.get_by_text("Did you mean")).to_be_hidden()
    field.fill("cleo@gmial.com")
    field.blur()
    people.press(watched, "Send request")
    people.heading(watched, THANKS)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_of_it(browser: Browser, live: Live, desk: Desk, scripts: bool) -> None:
    """Choose, send, read, add a person, solve, open again, print, find again: on a phone."""
    Category.insert_many([{"name": f"Kind {n}", "position": n + 5} for n in range(7)]).execute()
    context = browser.new_context(
        base_url=live.url,
        locale="en-GB",
        java_script_enabled=scripts,
        viewport={"width": 360, "height": 640},
    )
    page = context.new_page()
    page.goto("/")
    people.follow(page, "Send a request")
    people.follow(page, "Kind 3")
    people.fill(page, people.REQUEST)
    people.press(page, "Send request")
    people.follow(page, "See your request")
    page.get_by_text("Add people who get copies").click()
    page.get_by_label("E-mail address").fill("eve@example.com")
    people.press(page, "Add")
    expect(page.get_by_text("1 person gets copies")).to_be_visible()
    people.press(page, "It’s solved")
    expect(page.get_by_text("You marked it as solved")).to_be_visible()
    people.press(page, "Not solved after all: open it again")
    expect(page.get_by_text("You opened it again")).to_be_visible()
    people.answer(page, "It still rubs.", "Send")
    wide = "document.documentElement.scrollWidth"
    if scripts:
        assert page.evaluate(wide) <= 360
    people.follow(page, "Print")
    expect(page.get_by_role("article")).to_have_count(2)
    page.goto("/")
    page.get_by_role("searchbox").fill("still rubs")
    page.keyboard.press("Enter")
    people.follow(page, "Rear wheel rubs")
    people.heading(page, "Rear wheel rubs")
    context.close()


def test_by_keyboard_alone(tab: Page, desk: Desk) -> None:
    """From the first page to the request that is solved."""
    ticket = desk.ticket()
    tab.goto(mail.link_for_customer(ticket).removeprefix(SITE))
    people.heading(tab, "Rear wheel rubs")

    def reach(name: str) -> None:
        words = "(document.activeElement.innerText || '').trim()"
        for _press in range(60):
            tab.keyboard.press("Tab")
            if tab.evaluate(words) == name:
                return
        raise AssertionError(f"{name} can't be reached")

    reach("Add people who get copies")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("eve@example.com")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("1 person gets copies")).to_be_visible()
    reach("It’s solved")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("You marked it as solved")).to_be_visible()
    assert Participant.select().count() == 1 and not Ticket.get().is_open


def test_earlier_messages_keep_the_place(tab: Page, desk: Desk) -> None:
    """The page opens where one was, with what was before above it."""
    ticket = desk.ticket()
    for number in range(60):
        with db.transaction():
            actor = Actor("customer", "portal", customer=ticket.customer_id)
            row = Ticket.get_by_id(ticket.id)
            tickets.reply(row, actor=actor, author="Cleo", text=f"No. {number}")
    tab.goto(mail.link_for_customer(ticket).removeprefix(SITE))
    first = tab.get_by_role("article").first.get_attribute("id")
    people.follow(tab, "Show earlier messages")
    expect(tab.get_by_role("article")).to_have_count(61)
    expect(tab.locator(f"#{first}")).to_be_in_viewport()
