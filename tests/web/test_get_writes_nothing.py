"""A GET never writes: no session, no counter, no transaction."""

import pytest

from helpdesk.app import routes
from helpdesk.schema import Announcement, Customer, Organisation
from helpdesk.web.routes import Route
from tests.asking import looked_up
from tests.cast import Desk
from tests.watching import counts, statements, writing

SORTED_BY = ("statuses", "priorities", "categories")
NOUNS = (*SORTED_BY, "staff", "teams", "roles")  # each with a list, a new one and one of them
GUESTS = (
    "/",
    "/submit",
    "/submit/",
    "/ticket",
    "/ticket?track=ABC-DEF-2345",
    "/ticket/forgotten",
    "/requests?q=wheel",
    "/ticket/AAA-AAA-AAAA",
    "/ticket/AAA-AAA-AAAA/received",
    "/ticket/AAA-AAA-AAAA/reply",
    "/ticket/AAA-AAA-AAAA/print",
    "/ticket/AAA-AAA-AAAA/resolve",
    "/ticket/AAA-AAA-AAAA/files/1",
    "/nowhere",
    "/health",
    "/cron",
    "/cron?key=wrong",
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
    "/admin/customers/1",
    "/admin/organisations/1",
    "/admin/announcements",
    "/admin/tickets",
    "/admin/tickets/1",
    "/admin/search?q=wheel",
    "/pulse?ticket=AAA-AAA-AAAA",
    "/admin/pulse?list=1",
    "/?lang=de",
    "/admin/settings",
    "/admin/settings/mail",
    "/admin/mail/templates",
    "/theme.css",
    "/logo",
    "/logo/dark",
    "/static/css/tokens.css",
    "/static/nothing",
    "/install/",
    "//",
)


SETTINGS = ("look/colour", "mail/send", "mail/test", "reset")
SYSTEM = ("", "/report", "/exposure", "/demo")
BACKUPS = ("", "/<name>", "/<name>/delete", "/<name>/restore")
EXPORTS = ("", "/<name>")
WORDS = "/mail/templates/ticket_replied/en"


def test_an_administrator_who_reads_the_settings(desk: Desk) -> None:
    browser = desk.signed_in()
    pages = ["/settings", "/settings/site", "/settings/look", "/settings/mail", "/settings?q=mail"]
    pages += [f"/settings/{end}" for end in SETTINGS]
    pages += [f"/system{end}" for end in SYSTEM]
    name = "helpdesk-20261109-030000.tar"
    pages += [f"/backups{end}".replace("<name>", name) for end in BACKUPS]
    pages += [f"/exports{end}".replace("<name>", name) for end in EXPORTS]
    pages += ["/mail/templates", WORDS, *(f"{WORDS}/{e}" for e in ("preview", "reset", "test"))]
    with statements() as found:
        for page in pages:
            browser.get(f"/admin{page}", status="*")
    assert found and writing(found) == []


def test_a_hundred_gets_of_a_guest(desk: Desk) -> None:
    before = counts()
    with statements() as found:
        for _ in range(-(-100 // len(GUESTS))):
            for path in GUESTS:
                desk.browser().get(path, status="*")
    assert len(found) > 20 and writing(found) == []
    assert counts() == before


def test_a_customer_who_reads(desk: Desk) -> None:
    track = desk.ticket().tracking_id
    browser = looked_up(desk, track)
    with statements() as found:
        for path in ("", "/received", "/files/1", "/print", "?earlier=9"):
            browser.get(f"/ticket/{track}{path}", status="*")
        browser.get("/requests?q=wheel")
        browser.get(f"/pulse?ticket={track}", status=200)
    assert found and writing(found) == []


@pytest.mark.parametrize("email", ["anna@example.com", "ben@example.com"])
def test_staff_who_read(desk: Desk, email: str) -> None:
    number = desk.ticket(category="Repairs").id
    browser = desk.signed_in(email)
    pages = ["", "/tickets", f"/tickets/{number}", f"/tickets/{number}?mode=note", "/tickets/0"]
    pages += [f"/tickets/{number}/draft", f"/tickets/{number}?before=2&sent=1"]
    pages += [f"/tickets/{number}/{end}" for end in ("print?notes=1", "history", "assign")]
    pages += ["/tickets/new", "/tickets/new/customers?q=cle", "/tickets/trash"]
    pages += ["/", "/account/sessions", "/account/", "/tickets?view=mine&choose=1"]
    pages += ["/tickets?after=1-1", "/account/password", "/login", "/nowhere"]
    people = f"/customers/{Customer.get().id}"
    pages += ("/customers", "/customers?q=c", "/customers/new", people, f"{people}/addresses")
    group, notice = _group_and_notice()
    pages += (f"{people}/addresses/1/remove", "/organisations", "/organisations/new", group)
    pages += (f"{group}/delete", "/announcements", "/announcements/new", notice)
    with statements() as found:
        for page in pages:
            browser.get(f"/admin{page}", status="*")
        for asked in (f"ticket={number}", "list=1", "cursor=1"):
            browser.get(f"/admin/pulse?{asked}", status="*")
        for noun in NOUNS:
            for page in ("", "/new", "/1", "/1/move", "/order"):
                browser.get(f"/admin/{noun}{page}", status="*")
        browser.get("/submit")
    assert found and writing(found) == []


def _group_and_notice() -> tuple[str, str]:
    group = Organisation.create(name="Group", name_normal="group")
    notice = Announcement.create(title="Closed")
    return f"/organisations/{group.id}", f"/announcements/{notice.id}"


def test_the_pages_above_are_all_there_are(desk: Desk) -> None:
    """A new GET route belongs into one of the lists above."""
    known = {"/", "/submit", "/ticket", "/ticket/<track>", "/ticket/<track>/received", "/health"}
    known |= {f"/ticket/<track>/{end}" for end in ("reply", "resolve", "reopen", "followers")}
    known |= {"/ticket/<track>/print", "/ticket/forgotten", "/requests"}
    known |= {"/ticket/<track>/files/<number:int>", "/ticket/<track>/files/<number:int>/preview"}
    known |= {"/cron"}  # does the timed work: for machines, and only with its key
    known |= {"<path:path>", "/admin", "/admin/", "/admin/login", "/admin/tickets", "/admin/search"}
    known |= {"/admin/tickets/<number:int>", "/admin/account/password"}
    known |= {"/admin/mail", "/admin/mail/test", "/admin/tickets/<number:int>/draft"}
    known |= {"/admin/mail", "/admin/mail/test", "/pulse", "/admin/pulse"}
    known |= {"/admin/mail", "/admin/mail/test"}
    for noun in ("customers", "organisations", "announcements"):
        known |= {f"/admin/{noun}{end}" for end in ("", "/new", "/<number:int>")}
    known |= {"/admin/organisations/<number:int>/delete"}
    addresses = "/admin/customers/<number:int>/addresses"
    known |= {addresses, f"{addresses}/<address:int>/remove"}
    known |= {"/admin/mail", "/admin/mail/test", "/theme.css", "/logo", "/logo/dark"}
    words = "/admin/mail/templates/<kind>/<language>"
    known |= {"/admin/mail/templates", words}
    known |= {f"{words}/{end}" for end in ("preview", "reset", "test")}
    known |= {"/admin/settings", "/admin/settings/<group>"}
    known |= {f"/admin/system{end}" for end in SYSTEM}
    known |= {f"/admin/backups{end}" for end in BACKUPS}
    known |= {f"/admin/exports{end}" for end in EXPORTS}
    known |= {f"/admin/settings/{end}" for end in SETTINGS}
    known |= {"/admin/mail", "/admin/mail/test", "/admin/account", "/admin/account/"}
    known |= {"/admin/account/sessions", "/admin/forgotten", "/admin/forgotten/new"}
    known |= {"/admin/forgotten/<key>"}
    known |= {f"/admin/tickets/<number:int>/files/<file:int>{end}" for end in ("", "/preview")}
    for noun in NOUNS:
        ends = ("", "/new", "/<number:int>", "/<number:int>/<action>")
        known |= {f"/admin/{noun}{end}" for end in ends}
    known |= {f"/admin/{noun}/order" for noun in SORTED_BY}
    known |= {f"/admin/tickets/<number:int>/{end}" for end in ("print", "history", "assign")}
    known |= {"/admin/tickets/new", "/admin/tickets/new/customers", "/admin/tickets/trash"}
    assert {route.path for route in _pages()} == known


def test_the_watch_would_notice(desk: Desk) -> None:
    with statements() as found:
        desk.ticket()
    assert any(statement.startswith("INSERT") for statement in writing(found))


def _pages() -> list[Route]:
    found = [route for route in routes() if route.method == "GET"]
    return [route for route in found if not route.path.startswith("/install")]
