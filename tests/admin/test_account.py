"""One's own account: profile, and where one is signed in."""

import pytest

from helpdesk.schema import Event, Session, Staff
from helpdesk.web.devices import device
from tests.asking import form_to, post
from tests.cast import Desk

AT = "/admin/account/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def test_the_profile_is_stored_and_used(desk: Desk) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get(AT), AT)
    form["name"], form["nickname"], form["signature"] = " Anna  Berg ", "Anna", "Yours\nAnna"
    form["timezone"], form["start"], form["list_view"] = "Asia/Tokyo", "list", "mine"
    form.submit(status=303).follow(status=200).mustcontain("Your profile is saved.", "Anna Berg")
    row = Staff.get(Staff.email == "anna@example.com")
    assert (row.name, row.timezone, row.start, row.list_view) == (
        *("Anna Berg", "Asia/Tokyo"),
        *("list", "mine"),
    )
    event = Event.get(Event.name == "staff.profile_changed")
    assert '"name": ["Anna Lindgren", "Anna Berg"]' in event.details
    desk.ticket()
    assert "JST" in browser.get("/admin/tickets?view=open")


def test_saving_what_is_there_is_no_event(desk: Desk) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get(AT), AT)
    form.submit(status=303)
    assert Event.select().where(Event.name == "staff.profile_changed").count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 191), ("nickname", "x" * 191), ("signature", "x" * 5001)]
    + [(field, "x") for field in ("language", "timezone", "list_view", "start")],
)
def test_is_refused_beside_the_field(desk: Desk, field: str, value: str) -> None:
    fields = {"name": "Anna", field: value}
    page = post(desk.signed_in(), AT, status=422, **fields)
    assert page.html.find(id=f"f-{field}-error").get_text(strip=True)


def test_says_where_one_is_signed_in_and_ends_it_there(desk: Desk) -> None:
    here, there, bens = desk.signed_in(), desk.signed_in(), desk.signed_in("ben@example.com")
    page = here.get("/admin/account/sessions")
    rows = page.html.select(".hd-sessions > li")
    assert len(rows) == 2 and "this browser" in rows[0].get_text()
    form_to(page, "/sessions/end").submit(status=303)
    there.get("/admin/tickets", status=303)
    here.get("/admin/tickets", status=200)
    bens.get("/admin/tickets", status=200)


def test_ends_all_others(desk: Desk) -> None:
    here, there, bens = desk.signed_in(), desk.signed_in(), desk.signed_in("ben@example.com")
    form_to(here.get("/admin/account/sessions"), "/others").submit(status=303)
    there.get("/admin/tickets", status=303)
    here.get("/admin/tickets", status=200)
    bens.get("/admin/tickets", status=200)


def test_nobody_ends_the_session_of_somebody_else(desk: Desk) -> None:
    bens = desk.signed_in("ben@example.com")
    theirs = Session.get(Session.staff == desk.ben.id).id
    post(desk.signed_in(), "/admin/account/sessions/end", session=theirs, status=404)
    bens.get("/admin/tickets", status=200)


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox, Linux"), (SAFARI, "Safari, iPhone"), ("", ""), ("<b>", "")],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert device(agent) == words
