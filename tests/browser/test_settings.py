"""The settings with scripts: what isn't saved is counted, tried and shown before it is saved."""

import pytest
from playwright.sync_api import Browser, Page, expect

from helpdesk import settings
from tests.browser.fixtures import Live, sign_in
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def anna(browser: Browser, live: Live, desk: Desk) -> Page:
    context = browser.new_context(base_url=live.url, locale="en-GB")
    page = context.new_page()
    sign_in(page)
    return page


def test_what_is_not_saved_yet_is_counted(anna: Page) -> None:
    anna.goto("/admin/settings/security")
    bar = anna.locator("[data-hd-savebar]")
    expect(bar.locator("[data-hd-discard]")).to_be_hidden()
    anna.fill("#s-security-login_tries", "4")
    expect(bar).to_contain_text("1 change not saved yet")
    anna.fill("#s-security-login_wait", "40")
    expect(bar).to_contain_text("2 changes not saved yet")
    anna.fill("#s-security-login_tries", "6")
    expect(bar).to_contain_text("1 change not saved yet")
    bar.get_by_role("link", name="Discard").click()
    expect(anna.locator("#s-security-login_wait")).to_have_value("15")


def test_a_reset_beside_other_changes_waits_with_them(anna: Page) -> None:
    anna.goto("/admin/settings/list")
    anna.fill("#s-list-rows", "30")
    anna.get_by_role("button", name="Save").click()
    anna.wait_for_url("**done=settings")
    anna.fill("#s-list-rows", "40")
    anna.get_by_role("button", name="Reset: Rows in a list").click()
    expect(anna.locator("#s-list-rows")).to_have_value("50")
    anna.get_by_role("button", name="Save").click()
    expect(anna.get_by_text("The settings are saved.")).to_be_visible()
    settings.forget()
    assert settings.get("list.rows") == 50


def test_help_opens_beside(anna: Page) -> None:
    anna.goto("/admin/settings/security")
    words = anna.get_by_text("How many minutes the waiting takes.")
    expect(words).to_be_hidden()
    anna.locator('[aria-label="Help: Waiting time after wrong passwords"]').click()
    expect(words).to_be_visible()


def test_a_colour_is_shown_before_it_is_saved(anna: Page) -> None:
    anna.goto("/admin/settings/look")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--hd-accent').trim()"
    anna.fill("#s-look-accent", "#ffee00")
    expect(anna.locator("[data-hd-notes]")).to_contain_text("darker")
    assert anna.evaluate(accent) == "#ffee00"
    anna.get_by_role("button", name="Save").click()
    anna.wait_for_url("**done=settings")
    assert anna.evaluate(accent) == "#ffee00"


def test_the_mail_server_is_tried_without_leaving_the_page(anna: Page) -> None:
    anna.goto("/admin/settings/mail")
    anna.fill("#s-mail-host", "localhost")
    anna.fill("#s-mail-port", "1")
    anna.fill("#s-mail-from_address", "desk@example.com")
    anna.get_by_role("button", name="Test the connection").click()
    beside = anna.locator('[data-hd-set="mail.port"] [data-hd-result]')
    expect(beside).to_contain_text("takes no connection on port 1")
    expect(anna.locator("#s-mail-host")).to_have_value("localhost")
    expect(anna.locator("[data-hd-savebar]")).to_contain_text("3 changes not saved yet")


def test_placeholders_and_preview(anna: Page) -> None:
    anna.goto("/admin/mail/templates/ticket_replied/en")
    frame = anna.frame_locator("iframe[name=preview]")
    expect(frame.locator("body")).to_contain_text("Ben Okafor answered your request")
    anna.fill("#f-text", "Salve ")
    anna.locator('[data-hd-insert="{customer}"]').click()
    expect(anna.locator("#f-text")).to_have_value("Salve {customer}")
    anna.get_by_role("button", name="Plain text").click()
    expect(frame.locator("body")).to_contain_text("Salve Cleo Marsh")
    anna.fill("#f-text", "Vale {customer}")
    expect(frame.locator("body")).to_contain_text("Vale Cleo Marsh")  # by itself
    anna.fill("#f-text", "{nobody}")
    expect(frame.locator("body")).to_contain_text("isn't known in this mail")
    anna.fill("#f-text", "Vale")
    anna.get_by_role("button", name="Save").click()
    expect(anna.get_by_text("The words are saved.")).to_be_visible()


def test_on_a_phone_the_open_tab_is_in_sight(anna: Page) -> None:
    """Also in rows that are longer than the screen, from either side."""
    anna.set_viewport_size({"width": 390, "height": 844})
    for language in ("en", "ar"):
        anna.goto(f"/admin/settings/list?lang={language}")
        for row in (".hd-tabs", ".hd-setnav"):
            here = anna.locator(f"{row} [aria-current]")
            expect(here).to_be_in_viewport(ratio=0.9)
    anna.goto("/admin/tickets?view=resolved&lang=en")
    expect(anna.locator(".hd-chips [aria-current]")).to_be_in_viewport(ratio=0.9)
