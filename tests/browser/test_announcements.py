"""A notice that somebody has closed stays closed in that browser, until its words change."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from helpdesk import announcements, db
from helpdesk.announcements import Draft
from helpdesk.clock import now
from helpdesk.schema import Announcement
from tests.announcements.helpers import announced
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def test_a_closed_notice_stays_closed(tab: Page, desk: Desk) -> None:
    row = announced(desk, "Closed on Friday.", text="See you on Monday.")
    announced(desk, "Payments are down.", style="outage")
    tab.goto("/")
    notices = tab.locator(".hd-notices .hd-callout")
    expect(notices).to_have_count(2)
    tab.get_by_role("button", name="Hide this message").click()
    expect(notices).to_have_text(["Payments are down."])
    expect(tab.locator("#main")).to_be_focused()
    for path in ("/submit", "/"):
        tab.goto(path)
        expect(notices).to_have_text(["Payments are down."])
    with db.transaction():
        draft = Draft("Closed on Friday and Saturday.")
        announcements.change(row.id, draft, {}, actor=desk.anna.actor())
        later = now() + timedelta(minutes=1)  # a version is a second
        Announcement.update(changed=later).where(Announcement.id == row.id).execute()
    tab.goto("/")
    expect(notices.first).to_contain_text("Closed on Friday and Saturday.")


def test_without_scripts_there_is_no_button_that_does_nothing(tab: Page, desk: Desk) -> None:
    announced(desk, "Closed on Friday.")
    tab.route("**/*.js*", lambda route: route.abort())
    tab.goto("/")
    expect(tab.locator(".hd-notices .hd-callout")).to_be_visible()
    expect(tab.locator(".hd-notices button")).to_be_hidden()
