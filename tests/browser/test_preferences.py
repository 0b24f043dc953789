"""Light or dark, less motion, paper, and the buttons that copy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import people
from tests.browser.data import GUEST, SETS
from tests.browser.fixtures import Live, sign_in
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

PREFIX = "/helpdesk"


@pytest.fixture
def prefixed(desk: Desk) -> Iterator[Live]:
    """The desk below a path, as a server with other sites on it serves it."""

    def app(environ: dict[str, Any], start: Any) -> Any:
        path = environ["PATH_INFO"]
        if path == PREFIX or path.startswith(f"{PREFIX}/"):
            inside = {"SCRIPT_NAME": PREFIX, "PATH_INFO": path[len(PREFIX) :] or "/"}
            return desk.app(environ | inside, start)
        start("200 OK", [("Content-Type", "text/html")])
        return [b"<!doctype html><title>A neighbour</title>"]

    served = Live(app)
    served.start()
    yield served
    served.stop()


def test_dark_mode_is_kept_below_a_prefix(browser: Browser, prefixed: Live) -> None:
    """On all pages, after a reload, and not for the neighbours."""
    context = browser.new_context(base_url=prefixed.url, color_scheme="light")
    page = context.new_page()
    for path in (f"{PREFIX}/", f"{PREFIX}/submit", PREFIX, f"{PREFIX}/admin/login"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Dark mode").click()
    for path in (f"{PREFIX}/admin/login", f"{PREFIX}/submit", PREFIX):
        page.goto(path)
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Light mode")).to_be_visible()
    page.goto("/")
    assert "hd_theme" not in page.evaluate("document.cookie")
    context.close()


def test_dark_mode_follows_the_system_until_somebody_chooses(tab: Page) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.goto("/")
    expect(tab.locator("html")).to_have_attribute("data-bs-theme", "dark")
    tab.emulate_media(color_scheme="light")
    expect(tab.locator("html")).to_have_attribute("data-bs-theme", "light")
    tab.get_by_role("button", name="Dark mode").click()
    tab.emulate_media(color_scheme="dark")
    tab.emulate_media(color_scheme="light")
    expect(tab.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("secure", [True, False])
def test_copy_button(context: BrowserContext, secure: bool) -> None:
    """Also where the desk is plain http, and the browser has no clipboard for it."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not secure:
        context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: 0 })")
    page = context.new_page()
    track = people.send_request(page, category="General")
    button = page.locator("[data-hd-copy=track]")
    button.click()
    expect(button).to_contain_text("Copied")
    expect(page.locator("[data-hd-copied]")).to_have_text("Copied")
    expect(button).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == track
    expect(button).to_have_text("Copy")


def test_paper(tab: Page, desk: Desk) -> None:
    """What was said, without bars, buttons and boxes to type in."""
    shown = SETS["much"](desk)
    sign_in(tab)
    tab.goto(f"/admin/tickets/{shown.number}")
    _print(tab, ".hd-side", ".hd-editor", ".hd-tabbar", ".hd-bar")
    people.look_up(tab, shown.track, GUEST)
    _print(tab, ".hd-editor", ".hd-topnav", "footer.hd-foot")


def _print(page: Page, *hidden: str) -> None:
    """Light whatever the screen is, and as wide as the paper."""
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    for part in hidden:
        expect(page.locator(part).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    box = page.get_by_role("article").first.bounding_box()
    assert box and box["width"] > 400
    page.emulate_media(media="screen")


def test_less_motion(tab: Page) -> None:
    """Nothing moves for whoever doesn't want it."""
    tab.emulate_media(reduced_motion="reduce")
    tab.goto("/")
    moving = """() => [...document.querySelectorAll('*')].filter((node) => {
      const style = getComputedStyle(node);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
    }).length"""
    assert tab.evaluate(moving) == 0
    tab.emulate_media(reduced_motion="no-preference")
    assert tab.evaluate(moving) > 0
