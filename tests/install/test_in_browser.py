"""The wizard in a real browser: its script tries the addresses, an upload, and makes the tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from helpdesk import config, paths
from helpdesk.app import create_app
from helpdesk.db.mysql import Address
from helpdesk.installation import tables
from tests.browser.fixtures import Live
from tests.install.wizard import DESK, Wizard

AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"
SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.fixture
def site(folder: Path) -> Iterator[Live]:
    """A desk to be, served over loopback."""
    served = Live(create_app(folder, resident=True, has_thread=True))
    served.start()
    yield served
    served.stop()


@pytest.fixture
def person(browser: Browser, site: Live) -> Iterator[Page]:
    """Somebody in Madrid; what the browser complains about fails the test."""
    context = browser.new_context(
        base_url=site.url, locale="en-GB", timezone_id="Europe/Madrid", reduced_motion="reduce"
    )
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if _matters(said) else None)
    yield page
    context.close()
    assert not wrong


def test_from_nothing_to_the_panel(
    person: Page, folder: Path, address: Address | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page without a finding of axe-core, wide and narrow, light and dark."""
    monkeypatch.setattr(tables, "SLICE", 0.1)  # so that there is something to drive
    person.goto("/")
    _press(person, "Begin", "**/install/code")  # the check goes by by itself
    (file,) = folder.glob("setup-code-*.txt")
    person.fill("[name=code]", file.read_text("utf-8").rpartition(": ")[2].strip())
    _press(person, "Continue", "**/install/licence")
    person.check("[name=agree]")
    _press(person, "Continue", "**/install/server")
    expect(person.get_by_text("Uploads arrive whole")).to_be_visible()
    _press(person, "Continue", "**/install/database")
    _database(person, address)
    _press(person, "Continue", "**/install/desk")
    assert person.input_value("[name=timezone]") == "Europe/Madrid"
    assert person.input_value("[name=url]") == person.url.removesuffix("/install/desk")
    for name in ("title", "name", "email", "password", "again"):
        person.fill(f"[name={name}]", DESK[name])
    _press(person, "Continue", "**/install/mail")
    _press(person, "Do this later", "**/install/tables")
    _press(person, "Create the tables", "**/install/done")
    _looked_at(person)
    person.get_by_role("link", name="Open the panel").click()
    person.wait_for_url("**/admin/")
    assert config.load(folder).database.engine == ("mysql" if address else "sqlite")


def test_files_that_can_be_downloaded(person: Page, site: Live, folder: Path) -> None:
    """The script finds them, the page names them; once they are hidden it goes on."""
    desk, given_out = site.app, True

    def careless(environ: dict[str, Any], start: Any) -> Any:
        file = paths.ROOT / environ["PATH_INFO"].lstrip("/")
        if given_out and file.is_file() and not environ["PATH_INFO"].startswith("/static/"):
            start("200 OK", [("Content-Type", "text/plain")])
            return [file.read_bytes()]
        return desk(environ, start)

    site.app = careless
    person.goto("/install/")
    person.get_by_role("button", name="Begin").click()
    expect(person.get_by_role("heading", level=1)).to_have_text("Your files can be downloaded")
    expect(person.locator("li.is-bad", has_text="/setup.cfg")).to_be_visible()
    _looked_at(person)
    assert not list(folder.glob("setup-code*"))
    given_out = False
    _press(person, "Test again", "**/install/code")


def test_could_not_be_tested(person: Page, site: Live) -> None:
    """Something between browser and server answers everything with an error."""
    person.route(re.compile(r"/setup\.cfg$"), lambda route: route.abort())
    person.goto("/install/")
    person.get_by_role("button", name="Begin").click()
    expect(person.get_by_role("heading", level=1)).to_have_text("We could not find out")
    _looked_at(person)
    person.get_by_role("button", name="Continue").click()
    expect(person.get_by_text("Open each address first")).to_be_visible()
    person.check("[name=by_hand]")
    _press(person, "Continue", "**/install/code")


def test_an_upload_that_is_cut_off(person: Page, folder: Path) -> None:
    """A warning with what to ask the host for; the wizard goes on."""
    _enter(person, Wizard(folder).to("server"))
    person.route("**/install/upload", lambda route: route.abort())
    person.goto("/install/server")
    expect(person.get_by_text("doesn’t arrive")).to_be_visible()
    _press(person, "Continue", "**/install/database")


def test_a_connection_that_breaks_off(person: Page, folder: Path) -> None:
    """While the tables are made: it tries again by itself, and nothing is made twice."""
    _enter(person, Wizard(folder).to("tables"))
    failures = iter([True, True])

    def answer(route: Any) -> None:
        if next(failures, False) and route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    person.route("**/install/tables", answer)
    person.goto("/install/tables")
    person.get_by_role("button", name="Create the tables").click()
    person.wait_for_url("**/install/done")


def test_two_tabs(person: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are at the last step: one shows the end, the other that it is done."""
    monkeypatch.setattr(tables, "SLICE", 0.1)
    _enter(person, Wizard(folder).to("tables"))
    other = person.context.new_page()
    for page in (person, other):
        page.goto("/install/tables")
    for page in (person, other):
        page.get_by_role("button", name="Create the tables").click(no_wait_after=True)
    for page in (person, other):
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("Your desk is ready|set up already"), timeout=20000)


def test_passwords_can_be_looked_at(person: Page, folder: Path) -> None:
    """And are hidden again."""
    _enter(person, Wizard(folder).to("desk"))
    person.goto("/install/desk")
    field = person.locator("[name=password]")
    for kind in ("text", "password"):
        person.locator("[data-hd-show=f-password]").click()
        expect(field).to_have_attribute("type", kind)


def _database(person: Page, address: Address | None) -> None:
    if address is None:
        expect(person.locator("[name=host]")).to_be_hidden()
        return
    person.check("[value=mysql]")
    for name in ("host", "name", "user"):
        person.fill(f"[name={name}]", str(getattr(address, name)))
    person.fill("[name=port]", str(address.port))
    person.fill("[name=password]", "wrong")
    person.get_by_role("button", name="Test the connection").click()
    expect(person.locator("#f-password-error")).to_contain_text("knows no user")
    _looked_at(person)
    person.fill("[name=password]", address.password)
    person.get_by_role("button", name="Test the connection").click()
    expect(person.get_by_text("its user may do what the desk needs")).to_be_visible()


def _press(person: Page, name: str, then: str) -> None:
    _looked_at(person)
    person.get_by_role("button", name=name).click()
    person.wait_for_url(then)


def _looked_at(person: Page) -> None:
    found: list[tuple[object, ...]] = []
    for size in SIZES:
        person.set_viewport_size(size)
        for theme in THEMES:
            person.emulate_media(color_scheme=theme)
            person.evaluate(AXE.read_text("utf-8"))
            found += [(size["width"], theme, v["id"]) for v in _violations(person)]
        wide = person.evaluate("document.documentElement.scrollWidth")
        found += [("wide", wide)] if wide > size["width"] else []
    assert not found, person.url


def _violations(person: Page) -> Any:
    return person.evaluate(RULES)["violations"]


def _enter(person: Page, wizard: Wizard) -> None:
    """Give a browser the cookie of somebody who has come that far."""
    value = wizard.app.cookies["hd_setup"]
    person.context.add_cookies(
        [{"name": "hd_setup", "value": value, "domain": "127.0.0.1", "path": "/"}]
    )


def _matters(said: Any) -> bool:
    # A refused form and a broken connection are what these tests are about.
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text
