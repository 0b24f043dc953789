"""Announcements in the settings, and the same on the portal."""

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpdesk import announcements, db
from helpdesk.clock import now
from helpdesk.errors import Invalid
from helpdesk.schema import Announcement, Staff
from helpdesk.web import moments
from tests.announcements.helpers import announced
from tests.asking import form_to, post
from tests.cast import Desk
from tests.watching import reading, statements


def test_adding_one_puts_it_on_the_portal(desk: Desk) -> None:
    browser, guest = desk.signed_in(), desk.browser()
    assert "Nothing is announced" in browser.get("/admin/announcements")
    form = form_to(browser.get("/admin/announcements/new"), "/new")
    form["title"], form["text"] = "Closed on Friday.", "See https://example.com/hours"
    form["style"] = "warning"
    form.submit(status=303).follow().mustcontain("is added", "Shown now", "Closed on Friday.")
    for path in ("/", "/submit", "/ticket"):
        notice = guest.get(path).html.select_one("main .hd-notices .hd-callout.is-warn")
        assert notice.b.get_text() == "Closed on Friday."
        assert notice.a["href"] == "https://example.com/hours" and not notice.button
    assert "Closed on Friday." not in browser.get("/admin/login?lang=en", status="*").follow()


def test_only_information_can_be_closed_by_the_reader(desk: Desk) -> None:
    announced(desk, "Closed")
    announced(desk, "Down", style="outage")
    notices = desk.browser().get("/").html.select(".hd-notices .hd-callout")
    assert [bool(notice.button) for notice in notices] == [True, False]


def test_times_are_typed_in_ones_own_zone(desk: Desk) -> None:
    with db.transaction():
        Staff.update(timezone="Asia/Jakarta").where(Staff.email == "anna@example.com").execute()
    browser = desk.signed_in()
    fields: dict[str, Any] = {"title": "Closed", "style": "info", "place": "home", "is_active": "1"}
    fields |= {"begins": "2026-11-27T16:00", "ends": "2026-11-27 18:30"}
    post(browser, "/admin/announcements/new", **fields)
    row = Announcement.get()
    assert row.begins == datetime(2026, 11, 27, 9, tzinfo=timezone.utc)
    page = browser.get(f"/admin/announcements/{row.id}")
    page.mustcontain("Asia/Jakarta")
    form = form_to(page, f"/announcements/{row.id}")
    assert (form["begins"].value, form["ends"].value) == ("2026-11-27T16:00", "2026-11-27T18:30")
    form["begins"], form["position"] = "soon", "first"
    form.submit(status=422).mustcontain("Enter a date and a time", "A number from 0")
    form["begins"], form["position"] = "2026-11-28T16:00", "3"
    form.submit(status=422).mustcontain("This is before it begins.")
    form["begins"] = ""
    form.submit(status=303)
    row = Announcement.get()
    assert row.begins is None and row.position == 3


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("2026-07-01T12:00", "2026-07-01T10:00:00+00:00"),
        ("2026-12-01 12:00", "2026-12-01T11:00:00+00:00"),
        ("2026-12-01", "2026-11-30T23:00:00+00:00"),
        ("2026-12-01T12:00:30", "2026-12-01T11:00:00+00:00"),
    ],
)
def test_moments_as_they_are_typed(typed: str, expected: str) -> None:
    read = moments.read(typed, ZoneInfo("Europe/Madrid"), "x")
    assert (read.isoformat() if read else "") == expected


@pytest.mark.parametrize("typed", ["soon", "2026-13-01T00:00", "0001-01-01T00:00", "1" * 50])
def test_what_is_no_moment(typed: str) -> None:
    with pytest.raises(Invalid) as wrong:
        moments.read(typed, ZoneInfo("Asia/Jakarta"), "x")
    assert list(wrong.value.errors) == ["x"]


def test_a_preview_stores_nothing(desk: Desk) -> None:
    browser = desk.signed_in()
    fields = {"title": "<b>Closed", "text": "On Friday.", "style": "outage", "title_es": "Cerrado"}
    page = post(browser, "/admin/announcements/new", status=200, preview="1", **fields)
    shown = page.html.select_one("section .hd-callout.is-bad")
    assert shown.b.get_text() == "<b>Closed" and "On Friday." in shown.get_text()
    assert form_to(page, "/new")["title_es"].value == "Cerrado"
    assert Announcement.select().count() == 0
    row = announced(desk, "Closed")
    page = post(browser, f"/admin/announcements/{row.id}", status=200, preview="1", title="Open")
    assert "Open" in page.html.select_one("section .hd-callout").get_text()
    assert announcements.one(row.id).title == "Closed"


def test_other_languages_are_written_in_the_same_form(desk: Desk) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get("/admin/announcements/new"), "/new")
    form["title"], form["title_es"], form["text_es"] = "Closed", "Cerrado", "El viernes."
    form.submit(status=303)
    assert "Cerrado" in desk.browser().get("/?lang=es")
    row = Announcement.get()
    form = form_to(browser.get(f"/admin/announcements/{row.id}"), f"/{row.id}")
    assert form["text_es"].value == "El viernes."
    form["title_es"] = ""
    page = form.submit(status=422)
    page.mustcontain("A text needs a title.")
    assert page.html.select_one("#f-title_es").find_parent("details").has_attr("open")


def test_deleting_offers_to_take_it_back(desk: Desk) -> None:
    row, browser = announced(desk, "Closed"), desk.signed_in()
    page = browser.get(f"/admin/announcements/{row.id}")
    listed = form_to(page, "/delete").submit(status=303).follow()
    listed.mustcontain("is deleted", "Undo")
    assert "Closed" not in desk.browser().get("/")
    form_to(listed, "/restore").submit(status=303).follow().mustcontain("is back", "Shown now")
    assert "Closed" in desk.browser().get("/")
    for gone in ("x", "99", str(row.id)):
        assert "Undo" not in browser.get(f"/admin/announcements?gone={gone}")


def test_the_list_tells_states_apart(desk: Desk) -> None:
    announced(desk, "Now")
    announced(desk, "Later", begins=now() + timedelta(days=2))
    announced(desk, "Before", ends=now() - timedelta(days=2))
    announced(desk, "Draft", is_active=False)
    sections = desk.signed_in().get("/admin/announcements").html.select("main section")
    found = {s.h2.get_text().split(" ")[0]: s.li.a.get_text() for s in sections}
    assert found == {"Shown": "Now", "Planned": "Later", "Past": "Before", "Switched": "Draft"}


def test_words_can_not_break_out(desk: Desk) -> None:
    announced(desk, "<script>x</script>", text="<img onerror=x>")
    for page in (desk.browser().get("/"), desk.signed_in().get("/admin/announcements")):
        assert "<script>x" not in page and "<img onerror" not in page


def test_ben_manages_none(desk: Desk) -> None:
    row = announced(desk, "Closed")
    browser = desk.signed_in("ben@example.com")
    browser.get("/admin/announcements", status=403)
    post(browser, f"/admin/announcements/{row.id}/delete", status=403)


def test_the_portal_asks_the_database_no_more_often(desk: Desk) -> None:
    for number in range(5):
        announced(desk, f"No. {number}", {"es": (f"Nº {number}", "")})
    browser = desk.browser()
    browser.get("/")
    with statements() as found:
        browser.get("/")
    assert len(reading(found)) <= 1
