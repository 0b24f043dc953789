"""Being shown around, by mouse and by keyboard, on a screen and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from helpdesk.schema import Staff
from tests.browser.fixtures import Live, sign_in
from tests.browser.watched import Watch, nothing_found
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
SIZES = {"desktop": (1280, 800), "phone": (390, 780)}
TITLES = ["Your tickets", "One ticket", "Answer", "Settings", "Help"]


def opened(browser: Browser, live: Live, size: str = "desktop", **more: Any) -> Page:
    """Anna, who has just signed in for the first time."""
    Staff.update(toured=False).execute()
    width, height = SIZES[size]
    viewport = ViewportSize(width=width, height=height)
    context = browser.new_context(base_url=live.url, viewport=viewport, locale="en-GB", **more)
    page = context.new_page()
    sign_in(page)
    page.goto("/admin/")
    return page


def step(page: Page, title: str) -> None:
    """This step is shown, by itself, in sight, and beside what it is about."""
    box = page.get_by_role("dialog", name=title)
    expect(box).to_be_visible()
    expect(box.get_by_role("heading")).to_have_text([title])
    expect(box.get_by_role("heading")).to_be_focused()
    expect(page.locator(".hd-ring")).to_have_count(1)
    expect(page.locator(".hd-ring")).to_be_in_viewport()
    expect(box).to_be_in_viewport(ratio=1)


def is_over(page: Page) -> None:
    expect(page.locator("[data-hd-tour]")).to_be_hidden()
    expect(page.locator(".hd-ring")).to_have_count(0)
    assert "tour" not in page.url


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_empty", [False, True])
def test_all_the_way(browser: Browser, live: Live, desk: Desk, size: str, is_empty: bool) -> None:
    """Over three pages; an empty desk has no ticket to open, and is shown around all the same."""
    if not is_empty:
        desk.ticket()
    page = opened(browser, live, size)
    watch = Watch(page.context)
    for number, title in enumerate(TITLES, 1):
        step(page, title)
        expect(page.get_by_text(f"{number} of 5", exact=True)).to_be_visible()
        if number < 5:
            page.get_by_role("button", name="Next").click()
    assert ("/admin/tickets/" in page.url) == (not is_empty)
    with page.expect_response("**/admin/account/tour"):
        page.get_by_role("button", name="Done").click()
    is_over(page)
    nothing_found(watch)
    assert Staff.get(Staff.email == "anna@example.com").toured
    page.goto("/admin/")
    expect(page.locator("[data-hd-tour]")).to_have_count(0)


def test_back_and_skip(browser: Browser, live: Live, desk: Desk) -> None:
    desk.ticket()
    page = opened(browser, live)
    for title in TITLES[:2]:
        step(page, title)
        page.get_by_role("button", name="Next").click()
    step(page, "Answer")
    page.get_by_role("button", name="Back").click()
    step(page, "One ticket")
    page.get_by_role("button", name="Skip").click()
    is_over(page)
    page.goto("/admin/")
    is_over(page)
    assert not Staff.get(Staff.email == "anna@example.com").toured, "skipped for now, not for ever"


def test_by_keyboard(browser: Browser, live: Live, desk: Desk) -> None:
    page = opened(browser, live)
    step(page, TITLES[0])
    page.keyboard.press("Escape")
    is_over(page)
    page.locator("[data-hd-help] > summary").press("Enter")
    page.get_by_role("link", name="Show me around").press("Enter")
    step(page, TITLES[0])
    page.get_by_role("button", name="Next").press("Enter")
    step(page, TITLES[1])
    with page.expect_response("**/admin/account/tour"):
        page.get_by_role("button", name="Don’t show again").press("Enter")
    is_over(page)


def test_without_scripts_nobody_is_in_the_way(browser: Browser, live: Live, desk: Desk) -> None:
    page = opened(browser, live, java_script_enabled=False)
    expect(page.locator("[data-hd-tour]")).to_be_hidden()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
