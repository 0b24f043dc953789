"""Without a mouse: every stop of the Tab key can be seen, and leads where it says."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import people
from tests.browser.data import SETS
from tests.browser.fixtures import sign_in
from tests.cast import PASSWORD, Desk
from tests.rules.tree import none_found

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

STOPS = 90  # more than any page has
# What has the focus, whether that can be seen, and whether something lies over it.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const outlined = (node, part) => {
    const style = getComputedStyle(node, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  };
  let seen = outlined(here) || outlined(here, '::after');
  for (let box = here.parentElement, up = 0; box && up < 2; box = box.parentElement, up++)
    seen = seen || outlined(box);
  const box = here.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 30) / 2];
  const hit = document.elementFromPoint(x, y);
  const around = here.closest('label') || here;
  const free = !!hit && (around.contains(hit) || hit.contains(here));
  const over = free || !hit ? '' : hit.outerHTML.slice(0, 120);
  return { name: here.outerHTML.slice(0, 120), seen, free, over };
}"""


def stops(page: Page) -> Iterator[dict[str, object]]:
    """Press Tab from the page's beginning until the focus leaves it."""
    for _press in range(STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            return
        yield at
    raise AssertionError("the focus never leaves the page")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


@pytest.mark.parametrize("width", [1280, 390])
def test_focus_can_be_seen_at_every_stop(tab: Page, desk: Desk, width: int) -> None:
    """Nor does anything that sticks to an edge lie over it."""
    shown = SETS["much"](desk)
    people.look_up(tab, shown.track)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(reduced_motion="reduce")  # else the page is still scrolling
    paths = ["/", "/submit", "/ticket", f"/ticket/{shown.track}", "/admin/login"]
    none_found(found for path in paths for found in _hidden_stops(tab, path))
    sign_in(tab)
    paths = ["/admin/tickets", f"/admin/tickets/{shown.number}", "/admin/account/password"]
    none_found(found for path in paths for found in _hidden_stops(tab, path))


def _hidden_stops(page: Page, path: str) -> Iterator[str]:
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    for at in stops(page):
        if not at["seen"]:
            yield f"{path}: no focus to be seen on {at['name']}"
        if not at["free"]:
            yield f"{path}: covered: {at['name']} by {at['over']}"


def test_skip_link(tab: Page) -> None:
    """The first stop; it leads past the head of the page."""
    tab.goto("/submit")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(tab.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_label("What is it about?")).to_be_focused()


def test_a_request_and_a_reply(tab: Page) -> None:
    """The first wrong field gets the focus; then everything is sent, all by keys."""
    tab.goto("/submit")
    tab_to(tab, tab.get_by_label("Subject"))
    tab.keyboard.type("Rear wheel rubs")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("What is it about?")).to_be_focused()
    expect(tab.get_by_label("What is it about?")).to_have_attribute("aria-invalid", "true")
    tab.keyboard.type("General")
    for label in ("Message", "Your name", "Your e-mail address"):
        tab_to(tab, tab.get_by_label(label))
        tab.keyboard.type(people.REQUEST[label])
    tab_to(tab, tab.get_by_role("button", name="Send request"))
    tab.keyboard.press("Enter")
    people.heading(tab, "Thank you, we have your request")
    tab_to(tab, tab.get_by_role("link", name="See your request"))
    tab.keyboard.press("Enter")
    people.heading(tab, "Rear wheel rubs")
    tab_to(tab, tab.locator("#reply"))
    _reply(tab, "Send")


def test_an_answer_of_staff(tab: Page, desk: Desk) -> None:
    """From the log-in on."""
    desk.ticket()
    tab.goto("/admin/login")
    expect(tab.get_by_label("E-mail address")).to_be_focused()
    tab.keyboard.type("anna@example.com")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    people.heading(tab, "Overview")
    tab.goto("/admin/tickets")
    tab_to(tab, tab.get_by_role("link", name="Rear wheel rubs"))
    tab.keyboard.press("Enter")
    people.heading(tab, "Rear wheel rubs")
    tab_to(tab, tab.get_by_role("main").get_by_role("link", name="Note", exact=True))
    tab.keyboard.press("Tab")
    expect(tab.locator("trix-editor")).to_be_focused()  # the field's place is its own by then
    _reply(tab, "Send reply")


def _reply(page: Page, button: str) -> None:
    page.keyboard.type("Typed by hand.")
    tab_to(page, page.get_by_role("button", name=button, exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="Typed by hand.")).to_be_visible()


@pytest.mark.parametrize("place", ["/", "/admin/tickets"])
def test_menu(tab: Page, place: str) -> None:
    """Enter opens it, Escape closes it and leads back; leaving closes it too."""
    sign_in(tab)
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(place)
    menu = tab.locator("details.hd-menu").last
    opener, first = menu.locator("summary"), menu.locator("a, button").first
    tab_to(tab, opener)
    tab.keyboard.press("Enter")
    expect(first).to_be_visible()
    tab.keyboard.press("Tab")
    expect(first).to_be_focused()
    tab.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(opener).to_be_focused()
    tab.keyboard.press("Enter")
    expect(first).to_be_visible()
    tab.keyboard.press("Shift+Tab")
    expect(first).to_be_hidden()
    opener.click()
    expect(first).to_be_visible()
    tab.mouse.click(20, 700)
    expect(first).to_be_hidden()


CURSOR = ".hd-tickets tr.is-cursor"


@pytest.fixture
def rows(tab: Page, desk: Desk) -> Page:
    """Anna at a list of twelve tickets, the last one on top."""
    for number in range(12):
        desk.ticket(f"Ticket {number:02}")
    sign_in(tab)
    tab.goto("/admin/tickets?sort=number")
    expect(tab.locator(".hd-tickets tbody tr")).to_have_count(12)
    return tab


def at_row(page: Page, number: int) -> None:
    """Wait until the cursor is at a ticket and nowhere else."""
    expect(page.locator(CURSOR)).to_have_count(1)
    expect(page.locator(CURSOR)).to_contain_text(f"Ticket {number:02}")
    expect(page.get_by_role("link", name=f"Ticket {number:02}")).to_be_focused()


def test_the_list_by_single_keys(rows: Page) -> None:
    """The cursor stays at the ends, goes on from where Tab has led, and Enter opens its ticket."""
    for key, number in (("j", 11), ("k", 11), ("j", 10), ("j", 9), ("k", 10)):
        rows.keyboard.press(key)
        at_row(rows, number)
    for _press in range(12):
        rows.keyboard.press("j")
    at_row(rows, 0)
    rows.keyboard.press("Shift+Tab")
    at_row(rows, 1)
    rows.keyboard.press("k")
    at_row(rows, 2)
    rows.keyboard.press("Enter")
    people.heading(rows, "Ticket 02")


def test_the_cursor_stays_in_view(rows: Page) -> None:
    """Nothing that sticks to an edge lies over it."""
    rows.set_viewport_size({"width": 1280, "height": 500})
    rows.emulate_media(reduced_motion="reduce")  # else the page is still scrolling
    for key in "j" * 12 + "k" * 12:
        rows.keyboard.press(key)
        at = rows.evaluate(FOCUS)
        expect(rows.locator(CURSOR)).to_be_in_viewport(ratio=0.9)
        assert at["free"], at["name"]


def test_single_keys_leave_what_is_typed_alone(rows: Page) -> None:
    """Nor do they act along with another key; beside a field "n" leads to a new ticket."""
    search = rows.get_by_role("searchbox").filter(visible=True)
    search.focus()
    rows.keyboard.type("jkn")
    expect(search).to_have_value("jkn")
    search.blur()
    rows.keyboard.press("Alt+j")
    expect(rows.locator(CURSOR)).to_have_count(0)
    rows.keyboard.press("j")
    at_row(rows, 11)
    rows.keyboard.press("n")
    people.heading(rows, "New ticket")
