"""Every page, at 1280 and 390 px, light and dark, with no data, little, much and hostile data.

Nothing sticks out (at 320 px and at 200 % zoom neither), axe-core finds nothing, the console is
silent, no other host is asked, the policy holds. With HELPDESK_PICTURES=FOLDER the pictures stay
there, in a folder for each set of data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from helpdesk import app
from tests.browser import people
from tests.browser.data import GUEST, SETS, Shown
from tests.browser.fixtures import Live, sign_in
from tests.browser.looking import Looker
from tests.browser.watched import Watch, watching
from tests.cast import Desk
from tests.i18n import examples
from tests.rules.tree import none_found

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@dataclass(frozen=True)
class Place:
    """Who opens which addresses to see a page; those with {} need a ticket."""

    who: str
    paths: tuple[str, ...]
    status: int = 200


STAFF_TICKET = "/admin/tickets/{number}"
PAGES = {
    "GET /": Place("guest", ("/", "/?lang=ar")),
    "GET /submit": Place("guest", ("/submit",)),
    "GET /ticket": Place("guest", ("/ticket?track=ABC-DEF-2345",)),
    "GET /ticket/<track>": Place("guest", ("/ticket/{track}", "/ticket/{track}?lang=ar")),
    "GET /requests": Place("guest", ("/requests", "/requests?q=wheel&lang=ar")),
    "GET /ticket/forgotten": Place("guest", ("/ticket/forgotten",)),
    "GET /ticket/<track>/print": Place("guest", ("/ticket/{track}/print",)),
    "GET /ticket/<track>/received": Place("guest", ("/ticket/{track}/received",)),
    "GET <path:path>": Place("guest", ("/nothing",), 404),
    "GET /admin/login": Place("guest", ("/admin/login",)),
    "GET /admin/": Place("anna", ("/admin/", "/admin/?lang=ar", "/admin/?tour=1")),
    "GET /admin/forgotten": Place("guest", ("/admin/forgotten?done=forgotten",)),
    "GET /admin/account/": Place("anna", ("/admin/account/?done=profile",)),
    "GET /admin/account/sessions": Place("anna", ("/admin/account/sessions?done=sessions",)),
    "GET /admin/tickets": Place(
        "anna",
        (
            "/admin/tickets",
            "/admin/tickets?after=1-1&lang=ar",
            "/admin/tickets?view=longest&choose=1&owner=none&priority=1",
        ),
    ),
    "GET /admin/tickets/<number:int>": Place(
        "anna",
        (
            STAFF_TICKET,
            f"{STAFF_TICKET}?mode=note",
            f"{STAFF_TICKET}?done=status&lang=ar",
            f"{STAFF_TICKET}?tour=3",
        ),
    ),
    "GET /admin/tickets/<number:int>/assign": Place("anna", (f"{STAFF_TICKET}/assign",)),
    "GET /admin/tickets/<number:int>/history": Place(
        "anna", (f"{STAFF_TICKET}/history", f"{STAFF_TICKET}/history?lang=ar")
    ),
    "GET /admin/tickets/<number:int>/print": Place("anna", (f"{STAFF_TICKET}/print?notes=1",)),
    "GET /admin/tickets/new": Place("anna", ("/admin/tickets/new", "/admin/tickets/new?lang=ar")),
    "GET /admin/tickets/trash": Place("anna", ("/admin/tickets/trash",)),
    "GET /admin/search": Place(
        "anna", ("/admin/search", "/admin/search?q=a*", "/admin/search?q=nosuchword&lang=ar")
    ),
    "GET /admin/mail": Place("anna", ("/admin/mail?done=mail-test", "/admin/mail?lang=ar")),
    "GET /admin/customers": Place(
        "anna", ("/admin/customers", "/admin/customers?q=a&lang=ar", "/admin/customers?q=xyz")
    ),
    "GET /admin/customers/new": Place("anna", ("/admin/customers/new",)),
    "GET /admin/customers/<number:int>": Place(
        "anna", ("/admin/customers/{customer}", "/admin/customers/{customer}?show=open&lang=ar")
    ),
    "GET /admin/organisations": Place("anna", ("/admin/organisations?lang=ar",)),
    "GET /admin/organisations/new": Place("anna", ("/admin/organisations/new",)),
    "GET /admin/organisations/<number:int>": Place(
        "anna",
        ("/admin/organisations/{organisation}", "/admin/organisations/{organisation}?show=tickets"),
    ),
    "GET /admin/organisations/<number:int>/delete": Place(
        "anna", ("/admin/organisations/{organisation}/delete",)
    ),
    "GET /admin/announcements": Place("anna", ("/admin/announcements",)),
    "GET /admin/announcements/new": Place("anna", ("/admin/announcements/new?lang=ar",)),
    "GET /admin/announcements/<number:int>": Place(
        "anna", ("/admin/announcements/{announcement}",)
    ),
    "GET /admin/backups": Place("anna", ("/admin/backups", "/admin/backups?lang=ar")),
    "GET /admin/exports": Place("anna", ("/admin/exports", "/admin/exports?lang=ar")),
    "GET /admin/mail/templates": Place("anna", ("/admin/mail/templates",)),
    "GET /admin/mail/templates/<kind>/<language>": Place(
        "anna",
        ("/admin/mail/templates/ticket_replied/en", "/admin/mail/templates/mail_test/ar?lang=ar"),
    ),
    "GET /admin/settings": Place(
        "anna", ("/admin/settings?q=mail", "/admin/settings?changed=1", "/admin/settings?q=xyzzy")
    ),
    "GET /admin/settings/<group>": Place(
        "anna",
        (
            "/admin/settings/site",
            "/admin/settings/look",
            "/admin/settings/mail?done=settings",
            "/admin/settings/files",
            "/admin/settings/security?lang=ar",
        ),
    ),
    "GET /admin/account/password": Place("anna", ("/admin/account/password?done=password",)),
    "GET /admin/statuses": Place(
        "anna", ("/admin/statuses?moved=2&way=up", "/admin/statuses?lang=ar")
    ),
    "GET /admin/statuses/new": Place("anna", ("/admin/statuses/new",)),
    "GET /admin/statuses/<number:int>": Place("anna", ("/admin/statuses/2?lang=ar",)),
    "GET /admin/priorities": Place("anna", ("/admin/priorities",)),
    "GET /admin/priorities/new": Place("anna", ("/admin/priorities/new?lang=ar",)),
    "GET /admin/priorities/<number:int>": Place("anna", ("/admin/priorities/1",)),
    "GET /admin/categories": Place("anna", ("/admin/categories",)),
    "GET /admin/categories/new": Place("anna", ("/admin/categories/new",)),
    "GET /admin/categories/<number:int>": Place("anna", ("/admin/categories/2",)),
    "GET /admin/staff": Place("anna", ("/admin/staff", "/admin/staff?show=left&lang=ar")),
    "GET /admin/staff/new": Place("anna", ("/admin/staff/new", "/admin/staff/new?lang=ar")),
    "GET /admin/staff/<number:int>": Place("anna", ("/admin/staff/2", "/admin/staff/1?lang=ar")),
    "GET /admin/system": Place("anna", ("/admin/system?done=cron-key", "/admin/system?lang=ar")),
    "GET /admin/system/exposure": Place("anna", ("/admin/system/exposure",)),
    "GET /admin/system/demo": Place("anna", ("/admin/system/demo", "/admin/system/demo?lang=ar")),
    "GET /admin/teams": Place("anna", ("/admin/teams",)),
    "GET /admin/teams/new": Place("anna", ("/admin/teams/new?lang=ar",)),
    "GET /admin/teams/<number:int>": Place("anna", ("/admin/teams/1?of={number}",)),
    "GET /admin/roles": Place("anna", ("/admin/roles", "/admin/roles?lang=ar")),
    "GET /admin/roles/new": Place("anna", ("/admin/roles/new?copy=1",)),
    "GET /admin/roles/<number:int>": Place(
        "anna", ("/admin/roles/1", "/admin/roles/3?of={number}&lang=ar")
    ),
    "GET /install/": Place("guest", ("/install/",), 403),
}
# Pages that need a place where nothing is installed, or a link, are among the examples.
BEFORE = {f"GET /install/{step}" for step in (*people.STEPS, "update")}
BEFORE |= {"GET /admin/forgotten/new"}


def test_every_page_is_in_the_table(engine: str) -> None:
    """A new page fails here until somebody says how to open it."""
    routes = {f"{r.method} {r.path}" for r in app.routes() if r.method == "GET"}
    assert PAGES.keys() | BEFORE == routes - examples.NO_PAGE.keys()
    assert examples.EXAMPLES.keys() >= BEFORE


@pytest.mark.parametrize("name", SETS)
def test_pages(name: str, browser: Browser, live: Live, desk: Desk) -> None:
    """As guest and as administrator; each set of data begins in another way, so that at small
    scale too each page is looked at in all four."""
    shown, looker = SETS[name](desk), Looker(name, begin=list(SETS).index(name))
    with _people(browser, live, shown) as pages:
        for place in PAGES.values():
            page, watch = pages[place.who]
            for path in place.paths:
                if "{" in path and shown.ticket is None:
                    looker.pass_by()
                    continue
                address = path.format(track=shown.track, number=shown.number, **shown.others)
                answer = page.goto(address if "lang=" in path else _in_english(address))
                assert answer and answer.status == place.status, (path, answer and answer.status)
                looker.look(page, path, watch)
    none_found(looker.found)


def _in_english(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang=en"


@contextmanager
def _people(browser: Browser, live: Live, shown: Shown) -> Iterator[dict[str, tuple[Page, Watch]]]:
    """A guest who may see the ticket, if there is one, and the administrator."""
    with watching(browser, live) as guest, watching(browser, live) as anna:
        sign_in(anna[0])
        if shown.ticket is not None:
            people.look_up(guest[0], shown.track, GUEST)
        yield {"guest": guest, "anna": anna}
