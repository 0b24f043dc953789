"""A GET never writes: no session, no counter, no transaction."""

import pytest

from helpdesk.app import SECTIONS
from helpdesk.web.routes import Route
from tests.asking import looked_up
from tests.cast import Desk
from tests.watching import counts, statements, writing

GUESTS = (
    "/",
    "/submit",
    "/submit/",
    "/ticket",
    "/ticket?track=ABC-DEF-2345",
    "/ticket/AAA-AAA-AAAA",
    "/ticket/AAA-AAA-AAAA/received",
    "/ticket/AAA-AAA-AAAA/reply",
    "/ticket/AAA-AAA-AAAA/files/1",
    "/nowhere",
    "/health",
    "/admin",
    "/admin/login",
    "/admin/forgotten",
    "/admin/forgotten/1-1-1",
    "/admin/forgotten/new",
    "/admin/account",
    "/admin/account/",
    "/admin/account/sessions",
    "/admin/mail",
    "/admin/mail/test",
    "/admin/tickets",
    "/admin/tickets/1",
    "/admin/search?q=wheel",
    "/?lang=de",
    "/static/css/tokens.css",
    "/static/nothing",
    "/install/",
    "//",
)


def test_a_hundred_gets_of_a_guest(desk: Desk) -> None:
    before = counts()
    with statements() as found:
        for _ in range(100 // len(GUESTS)):
            for path in GUESTS:
                desk.browser().get(path, status="*")
    assert len(found) > 20 and writing(found) == []
    assert counts() == before


def test_a_customer_who_reads(desk: Desk) -> None:
    track = desk.ticket().tracking_id
    browser = looked_up(desk, track)
    with statements() as found:
        for path in (f"/ticket/{track}", f"/ticket/{track}/received", f"/ticket/{track}/files/1"):
            browser.get(path, status="*")
    assert found and writing(found) == []


@pytest.mark.parametrize("email", ["anna@example.com", "ben@example.com"])
def test_staff_who_read(desk: Desk, email: str) -> None:
    number = desk.ticket(category="Repairs").id
    browser = desk.signed_in(email)
    pages = ("", "/tickets", f"/tickets/{number}", f"/tickets/{number}?mode=note", "/tickets/0")
    more = ("/", "/account/sessions", "/tickets?view=mine&choose=1", "/nowhere")
    with statements() as found:
        for page in (
            *pages,
            *more,
            "/tickets?after=1-1",
            "/account/password",
            "/account/",
            "/login",
        ):
            browser.get(f"/admin{page}", status="*")
        browser.get("/submit")
    assert found and writing(found) == []


def test_the_pages_above_are_all_there_are(desk: Desk) -> None:
    """A new GET route belongs into one of the lists above."""
    known = {"/", "/submit", "/ticket", "/ticket/<track>", "/ticket/<track>/received", "/health"}
    known |= {"/ticket/<track>/reply"}
    known |= {"/ticket/<track>/files/<number:int>", "/ticket/<track>/files/<number:int>/preview"}
    known |= {"<path:path>", "/admin", "/admin/", "/admin/login", "/admin/tickets", "/admin/search"}
    known |= {"/admin/tickets/<number:int>", "/admin/account/password"}
    known |= {"/admin/mail", "/admin/mail/test", "/admin/account", "/admin/account/"}
    known |= {"/admin/account/sessions", "/admin/forgotten", "/admin/forgotten/new"}
    known |= {"/admin/forgotten/<key>"}
    known |= {f"/admin/tickets/<number:int>/files/<file:int>{end}" for end in ("", "/preview")}
    assert {route.path for route in _pages()} == known


def test_the_watch_would_notice(desk: Desk) -> None:
    with statements() as found:
        desk.ticket()
    assert any(statement.startswith("INSERT") for statement in writing(found))


def _pages() -> list[Route]:
    found = [route for section in SECTIONS for route in section.routes if route.method == "GET"]
    return [route for route in found if not route.path.startswith("/install")]
