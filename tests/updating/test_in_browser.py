"""The update in a real browser: its script drives the slices, and each page is looked at."""

import re
from collections.abc import Iterator

import pytest
from helpdesk.install import update
from playwright.sync_api import Browser, Page, expect

from helpdesk import db, settings, updating
from helpdesk.app import create_app
from helpdesk.updating import records
from tests.browser.fixtures import Live
from tests.browser.looking import Looker
from tests.browser.watched import watching
from tests.cast import PASSWORD
from tests.rules.tree import none_found
from tests.updating.old import PLACE, Old

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def site(older: Old) -> Iterator[Live]:
    """The new program over the old desk, served over loopback."""
    settings.forget()
    served = Live(create_app(older.folder, resident=True))
    served.start()
    yield served
    served.stop()
    if not db.database.is_closed():
        db.database.close()


def test_from_the_log_in_to_the_end(
    browser: Browser, site: Live, older: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "SLICE", 0.0)  # so that there is something to drive
    looker = Looker("update")
    with watching(browser, site) as (page, watch):
        _log_in(page, looker, watch)
        looker.look(page, "plan", watch)
        with monkeypatch.context() as patch:
            patch.setattr(updating, "advance", lambda folder, _seconds: updating.running(folder))
            page.get_by_role("button", name="Back up and update").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Backing up")
            looker.look(page, "progress", watch)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your desk is up to date")
        looker.look(page, "done", watch)
        page.get_by_role("link", name="Open the panel").click()
        page.wait_for_url("**/admin/login**")
    none_found(looker.found)


def test_a_closed_browser(
    browser: Browser, site: Live, older: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else comes later, and it goes on where it was."""
    monkeypatch.setattr(update, "SLICE", 0.0)
    with monkeypatch.context() as patch, watching(browser, site) as (page, _watch):
        patch.setattr(updating, "advance", lambda folder, _seconds: updating.running(folder))
        _log_in(page)
        page.get_by_role("button", name="Back up and update").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Backing up")
    assert updating.running(older.folder)
    with watching(browser, site) as (page, _watch):
        _log_in(page)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("Your desk is up to date"))
    last = updating.last(older.folder)
    assert last and last.phase == records.DONE


def _log_in(page: Page, looker: Looker | None = None, watch: object = None) -> None:
    page.goto(PLACE)
    if looker:
        looker.look(page, "log in", watch)  # type: ignore[arg-type]
    page.fill("[name=email]", "anna@example.com")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{PLACE}")
