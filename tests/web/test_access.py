"""Who may use which address: a line for every route, so that a new one can't be forgotten."""

import io
import json
from dataclasses import replace

import pytest
from webtest import TestApp

from helpdesk import app, attachments, db, tickets
from helpdesk.schema import Role, Ticket
from helpdesk.web import access
from helpdesk.web.routes import OPEN, REPAIR, SETUP, Route, Section
from tests.asking import looked_up, raw, token
from tests.cast import Desk
from tests.web import nouns

# What nobody, Cleo, Dan, Ben (Repairs only) and Anna get; the ticket is Cleo's, about General.
# 303 at the panel: sign in first. 401: the same for a form that was sent.
EXPECTED = {
    "GET /": "200 200 200 200 200",
    "GET /health": "200 200 200 200 200",
    "GET /cron": "404 404 404 404 404",  # without its key; tests/jobs/test_ways.py has it
    "GET /theme.css": "200 200 200 200 200",
    "GET /logo": "404 404 404 404 404",  # there is none
    "GET /logo/dark": "404 404 404 404 404",
    "GET /submit": "200 200 200 200 200",
    "POST /submit": "422 422 422 422 422",
    "GET /ticket": "200 200 200 200 200",
    "POST /ticket": "422 422 422 422 422",
    "GET /ticket/<track>": "404 200 404 404 404",
    "GET /requests": "200 200 200 200 200",
    "GET /ticket/forgotten": "200 200 200 200 200",
    "POST /ticket/forgotten": "422 422 422 422 422",
    "GET /ticket/<track>/print": "404 200 404 404 404",
    "POST /ticket/<track>/resolve": "404 303 404 404 404",
    "POST /ticket/<track>/reopen": "404 303 404 404 404",
    "POST /ticket/<track>/followers": "404 422 404 404 404",
    "POST /ticket/<track>/followers/<number:int>/remove": "404 404 404 404 404",
    "GET /ticket/<track>/resolve": "303 303 303 303 303",
    "GET /ticket/<track>/reopen": "303 303 303 303 303",
    "GET /ticket/<track>/followers": "303 303 303 303 303",
    "GET /ticket/<track>/received": "404 200 404 404 404",
    "GET /ticket/<track>/reply": "303 303 303 303 303",  # no way to learn which requests there are
    "POST /ticket/<track>/reply": "404 422 404 404 404",
    "GET /ticket/<track>/files/<number:int>": "404 200 404 404 404",
    "GET /ticket/<track>/files/<number:int>/preview": "404 200 404 404 404",
    "GET /pulse": "404 404 404 404 404",  # names no request; tests/web/test_pulse.py names some
    "POST /typing": "404 404 404 404 404",
    "GET <path:path>": "404 404 404 404 404",
    "POST <path:path>": "404 404 404 404 404",
    "ANY <path:path>": "404 404 404 404 404",
    "GET /admin": "303 303 303 303 303",
    "GET /admin/": "303 303 303 200 200",
    "GET /admin/login": "200 200 200 303 303",
    "POST /admin/login": "422 422 422 303 303",
    "POST /admin/logout": "401 401 401 303 303",
    "GET /admin/forgotten": "200 200 200 200 200",
    "POST /admin/forgotten": "422 422 422 422 422",
    "GET /admin/forgotten/<key>": "303 303 303 303 303",
    "GET /admin/forgotten/new": "303 303 303 303 303",
    "POST /admin/forgotten/new": "303 303 303 303 303",
    "GET /admin/account": "303 303 303 303 303",
    "GET /admin/account/": "303 303 303 200 200",
    "POST /admin/account/": "401 401 401 422 422",
    "GET /admin/account/sessions": "303 303 303 200 200",
    "POST /admin/account/sessions/end": "401 401 401 404 404",
    "POST /admin/account/sessions/others": "401 401 401 303 303",
    "POST /admin/tickets/view": "401 401 401 422 422",
    "POST /admin/account/tour": "401 401 401 303 303",
    "POST /admin/first-steps": "401 401 401 403 303",
    "GET /admin/account/password": "303 303 303 200 200",
    "POST /admin/account/password": "401 401 401 422 422",
    "GET /admin/mail": "303 303 303 403 200",
    "GET /admin/mail/test": "303 303 303 403 303",
    "POST /admin/mail/test": "401 401 401 403 422",
    "POST /admin/mail/<number:int>/again": "401 401 401 403 404",
    "GET /admin/pulse": "401 401 401 204 204",  # a script asks: no redirect
    "POST /admin/presence": "401 401 401 404 404",
    "GET /admin/customers": "303 303 303 200 200",
    "GET /admin/customers/new": "303 303 303 200 200",
    "POST /admin/customers/new": "401 401 401 422 422",
    "GET /admin/customers/<number:int>": "303 303 303 200 200",
    "POST /admin/customers/<number:int>": "401 401 401 422 422",
    "GET /admin/customers/<number:int>/addresses": "303 303 303 303 303",
    "POST /admin/customers/<number:int>/addresses": "401 401 401 422 422",
    "GET /admin/customers/<number:int>/addresses/<address:int>/remove": "303 303 303 303 303",
    "POST /admin/customers/<number:int>/addresses/<address:int>/remove": "401 401 401 422 422",
    "POST /admin/customers/<number:int>/addresses/<address:int>/first": "401 401 401 303 303",
    "GET /admin/organisations": "303 303 303 200 200",
    "GET /admin/organisations/new": "303 303 303 200 200",
    "POST /admin/organisations/new": "401 401 401 422 422",
    "GET /admin/organisations/<number:int>": "303 303 303 200 200",
    "POST /admin/organisations/<number:int>": "401 401 401 422 422",
    "GET /admin/organisations/<number:int>/delete": "303 303 303 200 200",
    "POST /admin/organisations/<number:int>/delete": "401 401 401 303 404",  # Ben has deleted it
    "GET /admin/announcements": "303 303 303 403 200",
    "GET /admin/announcements/new": "303 303 303 403 200",
    "POST /admin/announcements/new": "401 401 401 403 422",
    "GET /admin/announcements/<number:int>": "303 303 303 403 200",
    "POST /admin/announcements/<number:int>": "401 401 401 403 422",
    "POST /admin/announcements/<number:int>/delete": "401 401 401 403 303",
    "POST /admin/announcements/<number:int>/restore": "401 401 401 403 404",
    "GET /admin/backups": "303 303 303 403 200",
    "POST /admin/backups": "401 401 401 403 303",
    "GET /admin/backups/<name>": "303 303 303 403 404",
    "GET /admin/backups/<name>/delete": "303 303 303 403 404",
    "POST /admin/backups/<name>/delete": "401 401 401 403 404",
    "POST /admin/backups/<name>/verify": "401 401 401 403 404",
    "GET /admin/backups/<name>/restore": "303 303 303 403 404",
    "POST /admin/backups/<name>/restore": "401 401 401 403 404",
    "POST /admin/backups/old/remove": "401 401 401 403 303",
    "POST /admin/backups/old/dismiss": "401 401 401 403 303",
    "GET /admin/exports": "303 303 303 403 200",
    "POST /admin/exports": "401 401 401 403 303",
    "GET /admin/exports/<name>": "303 303 303 403 404",
    "POST /admin/exports/<name>/delete": "401 401 401 403 404",
    "GET /admin/mail/templates": "303 303 303 403 200",
    "GET /admin/mail/templates/<kind>/<language>": "303 303 303 403 200",
    "POST /admin/mail/templates/<kind>/<language>": "401 401 401 403 303",
    "GET /admin/mail/templates/<kind>/<language>/reset": "303 303 303 403 303",
    "POST /admin/mail/templates/<kind>/<language>/reset": "401 401 401 403 303",
    "GET /admin/mail/templates/<kind>/<language>/test": "303 303 303 403 303",
    "POST /admin/mail/templates/<kind>/<language>/test": "401 401 401 403 200",
    "GET /admin/mail/templates/<kind>/<language>/preview": "303 303 303 403 200",
    "POST /admin/mail/templates/<kind>/<language>/preview": "401 401 401 403 200",
    "GET /admin/settings": "303 303 303 403 303",
    "POST /admin/settings": "401 401 401 403 303",
    "GET /admin/settings/<group>": "303 303 303 403 200",
    "POST /admin/settings/<group>": "401 401 401 403 303",
    "GET /admin/settings/reset": "303 303 303 403 303",
    "POST /admin/settings/reset": "401 401 401 403 404",
    "GET /admin/settings/look/colour": "303 303 303 403 200",
    "GET /admin/settings/mail/test": "303 303 303 403 303",
    "POST /admin/settings/mail/test": "401 401 401 403 200",
    "GET /admin/settings/mail/send": "303 303 303 403 303",
    "POST /admin/settings/mail/send": "401 401 401 403 200",
    "GET /admin/tickets": "303 303 303 200 200",
    "GET /admin/search": "303 303 303 200 200",
    "GET /admin/tickets/<number:int>": "303 303 303 404 200",
    "POST /admin/tickets/<number:int>/reply": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/note": "401 401 401 404 422",
    "GET /admin/tickets/<number:int>/draft": "303 303 303 404 200",
    "POST /admin/tickets/<number:int>/draft": "401 401 401 404 200",
    "POST /admin/tickets/<number:int>/undo/<position:int>": "401 401 401 404 404",
    "POST /admin/tickets/<number:int>/status": "401 401 401 404 422",
    "GET /admin/statuses": "303 303 303 403 200",
    "GET /admin/statuses/new": "303 303 303 403 200",
    "POST /admin/statuses/new": "401 401 401 403 422",
    "GET /admin/statuses/order": "303 303 303 403 303",
    "POST /admin/statuses/order": "401 401 401 403 422",
    "GET /admin/statuses/<number:int>": "303 303 303 403 200",
    "POST /admin/statuses/<number:int>": "401 401 401 403 422",
    "POST /admin/statuses/<number:int>/retire": "401 401 401 403 422",
    "POST /admin/statuses/<number:int>/back": "401 401 401 403 303",
    "POST /admin/statuses/<number:int>/move": "401 401 401 403 422",
    "POST /admin/statuses/<number:int>/delete": "401 401 401 403 422",
    "GET /admin/statuses/<number:int>/<action>": "303 303 303 403 303",
    "GET /admin/priorities": "303 303 303 403 200",
    "GET /admin/priorities/new": "303 303 303 403 200",
    "POST /admin/priorities/new": "401 401 401 403 422",
    "GET /admin/priorities/order": "303 303 303 403 303",
    "POST /admin/priorities/order": "401 401 401 403 422",
    "GET /admin/priorities/<number:int>": "303 303 303 403 200",
    "POST /admin/priorities/<number:int>": "401 401 401 403 422",
    "POST /admin/priorities/<number:int>/retire": "401 401 401 403 303",
    "POST /admin/priorities/<number:int>/back": "401 401 401 403 303",
    "POST /admin/priorities/<number:int>/move": "401 401 401 403 422",
    "POST /admin/priorities/<number:int>/delete": "401 401 401 403 303",
    "GET /admin/priorities/<number:int>/<action>": "303 303 303 403 303",
    "GET /admin/categories": "303 303 303 403 200",
    "GET /admin/categories/new": "303 303 303 403 200",
    "POST /admin/categories/new": "401 401 401 403 422",
    "GET /admin/categories/order": "303 303 303 403 303",
    "POST /admin/categories/order": "401 401 401 403 422",
    "GET /admin/categories/<number:int>": "303 303 303 403 200",
    "POST /admin/categories/<number:int>": "401 401 401 403 422",
    "POST /admin/categories/<number:int>/retire": "401 401 401 403 303",
    "POST /admin/categories/<number:int>/back": "401 401 401 403 303",
    "POST /admin/categories/<number:int>/move": "401 401 401 403 422",
    "POST /admin/categories/<number:int>/delete": "401 401 401 403 422",
    "GET /admin/categories/<number:int>/<action>": "303 303 303 403 303",
    "GET /admin/staff": "303 303 303 403 200",
    "GET /admin/staff/new": "303 303 303 403 200",
    "POST /admin/staff/new": "401 401 401 403 422",
    "GET /admin/staff/<number:int>": "303 303 303 403 200",
    "POST /admin/staff/<number:int>": "401 401 401 403 422",
    "POST /admin/staff/<number:int>/invite": "401 401 401 403 303",
    "POST /admin/staff/<number:int>/password": "401 401 401 403 422",
    "POST /admin/staff/<number:int>/deactivate": "401 401 401 403 422",
    "POST /admin/staff/<number:int>/reactivate": "401 401 401 403 303",
    "GET /admin/staff/<number:int>/<action>": "303 303 303 403 303",
    "GET /admin/system": "303 303 303 403 200",
    "GET /admin/system/report": "303 303 303 403 200",
    "POST /admin/system/key": "401 401 401 403 303",
    "POST /admin/system/jobs/<number:int>/again": "401 401 401 403 404",
    "POST /admin/backups/step": "401 401 401 403 303",
    "POST /admin/exports/step": "401 401 401 403 303",
    "POST /admin/system/compile": "401 401 401 403 303",
    "GET /admin/system/exposure": "303 303 303 403 200",
    "POST /admin/system/exposure": "401 401 401 403 303",
    "POST /admin/system/exposure/found": "401 401 401 403 303",
    "GET /admin/system/demo": "303 303 303 403 200",
    "POST /admin/system/demo": "401 401 401 403 422",
    "POST /admin/system/demo/remove": "401 401 401 403 303",
    "POST /admin/system/demo/step": "401 401 401 403 303",
    "GET /admin/teams": "303 303 303 403 200",
    "GET /admin/teams/new": "303 303 303 403 200",
    "POST /admin/teams/new": "401 401 401 403 422",
    "GET /admin/teams/<number:int>": "303 303 303 403 404",
    "POST /admin/teams/<number:int>": "401 401 401 403 404",
    "POST /admin/teams/<number:int>/move": "401 401 401 403 404",
    "POST /admin/teams/<number:int>/delete": "401 401 401 403 404",
    "GET /admin/teams/<number:int>/<action>": "303 303 303 403 303",
    "GET /admin/roles": "303 303 303 403 200",
    "GET /admin/roles/new": "303 303 303 403 200",
    "POST /admin/roles/new": "401 401 401 403 422",
    "GET /admin/roles/<number:int>": "303 303 303 403 200",
    "POST /admin/roles/<number:int>": "401 401 401 403 422",
    "POST /admin/roles/<number:int>/delete": "401 401 401 403 422",
    "GET /admin/roles/<number:int>/<action>": "303 303 303 403 303",
    "POST /admin/tickets/<number:int>/priority": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/category": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/subject": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/customer": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/take": "401 401 401 404 303",
    "POST /admin/tickets/<number:int>/owner": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/team": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/collaborators": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/collaborators/<staff:int>/remove": "401 401 401 404 303",
    "GET /admin/tickets/<number:int>/assign": "303 303 303 404 200",
    "POST /admin/tickets/<number:int>/assign": "401 401 401 404 422",
    "POST /admin/tickets/<number:int>/trash": "401 401 401 404 303",
    "POST /admin/tickets/<number:int>/restore": "401 401 401 404 303",
    "GET /admin/tickets/<number:int>/history": "303 303 303 404 200",
    "GET /admin/tickets/<number:int>/print": "303 303 303 404 200",
    "GET /admin/tickets/trash": "303 303 303 200 200",
    "GET /admin/tickets/new": "303 303 303 200 200",
    "POST /admin/tickets/new": "401 401 401 422 422",
    "GET /admin/tickets/new/customers": "303 303 303 200 200",
    "GET /admin/tickets/<number:int>/files/<file:int>": "303 303 303 404 200",
    "GET /admin/tickets/<number:int>/files/<file:int>/preview": "303 303 303 404 200",
}
# Pages of rows, each with a first one: Anna, Administrator, New, Urgent, General.
OF_THE_FIRST = tuple(
    f"/admin/{noun}/"
    for noun in ("categories", "priorities", "roles", "staff", "statuses", "teams")
)
PEOPLE = ("nobody", "cleo", "dan", "ben", "anna")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15"
    b"\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


def routes() -> list[Route]:
    """All routes of an installed desk; the wizard's have rules of their own."""
    found = app.routes()
    return [route for route in found if not route.path.startswith("/install")]


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def with_file(desk: Desk) -> tuple[str, int, int]:
    """Tracking ID and number of Cleo's request, and the number of its picture."""
    kept = attachments.store().keep(io.BytesIO(PNG), "photo.png")
    ticket = desk.ticket(files=(kept,))
    desk.ticket("Dan's own", email="dan@example.com", name="Dan")
    file = tickets.thread(ticket, for_customer=True)[0].files[0].id
    return ticket.tracking_id, ticket.id, file


def browser_of(desk: Desk, person: str, track: str) -> TestApp:
    if person == "cleo":
        return looked_up(desk, track)
    if person == "dan":
        dans = tickets.ticket_by_tracking(_dans(), "dan@example.com")
        assert dans is not None
        return looked_up(desk, dans.tracking_id, "dan@example.com")
    return desk.browser() if person == "nobody" else desk.signed_in(f"{person}@example.com")


def _dans() -> str:
    return str(Ticket.get(Ticket.subject == "Dan's own").tracking_id)


def filled(route: Route, track: str, number: int, file: int) -> str:
    path = route.path.replace("<path:path>", "/no/such/place").replace("<track>", track)
    path = path.replace("<group>", "list")
    path = path.replace("<kind>", "ticket_replied").replace("<language>", "en")
    if path.startswith("/ticket"):
        path = path.replace("<number:int>", str(file))
    if path.startswith(OF_THE_FIRST):
        path = path.replace("<number:int>", "1").replace("<action>", "move")
    return (
        path.replace("<number:int>", str(number))
        .replace("<file:int>", str(file))
        .replace("<position:int>", "1")
        .replace("<staff:int>", "1")
    )


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert {named(route) for route in routes()} == set(EXPECTED)


@pytest.mark.parametrize("route", routes(), ids=named)
def test_each_person_gets_what_is_theirs(desk: Desk, route: Route) -> None:
    track, number, file = with_file(desk)
    path, found = filled(nouns.filled(desk, route), track, number, file), []
    for person in PEOPLE:
        browser = browser_of(desk, person, track)
        method = "PUT" if route.method == "ANY" else route.method
        fields = {"csrf": token(browser)} if method == "POST" else {}
        found.append(browser.request(path, method=method, POST=fields or None, status="*").status)
    assert " ".join(status.split()[0] for status in found) == EXPECTED[named(route)]


def test_a_route_without_known_access_stops_the_start() -> None:
    route = routes()[0]
    with pytest.raises(ValueError, match="unknown access"):
        access.declared(replace(route, access="everybody"))


def test_the_wizards_pages_are_for_a_desk_that_is_not_there_yet() -> None:
    wizard = [r for r in app.routes() if r.path.startswith("/install")]
    later = ("/install/update", "/install/restore")
    assert all((r.access == REPAIR) == r.path.startswith(later) for r in wizard)
    assert {route.access for route in wizard} <= {OPEN, REPAIR, SETUP}


def test_ben_sees_his_category_only_in_the_list(desk: Desk) -> None:
    desk.ticket("About General")
    desk.ticket("About Repairs", category="Repairs")
    page = desk.signed_in("ben@example.com").get("/admin/tickets")
    assert "About Repairs" in page and "About General" not in page
    assert page.html.h1.find("span").string == "1"


def test_ben_works_in_his_category(desk: Desk) -> None:
    number = desk.ticket(category="Repairs").id
    browser = desk.signed_in("ben@example.com")
    browser.get(f"/admin/tickets/{number}", status=200)
    fields = {"message": "Bring it in.", "csrf": token(browser)}
    browser.post(f"/admin/tickets/{number}/reply", fields, status=303)


def test_a_file_is_found_below_its_own_ticket_only(desk: Desk) -> None:
    _track, _number, file = with_file(desk)
    other = desk.ticket("Another of Cleo's")
    browser = looked_up(desk, other.tracking_id)
    browser.get(f"/ticket/{other.tracking_id}/files/{file}", status=404)
    desk.signed_in().get(f"/admin/tickets/{other.id}/files/{file}", status=404)


@pytest.mark.parametrize(
    ("missing", "path"),
    [
        ("tickets.view", "/admin/tickets"),
        ("tickets.reply", "/admin/tickets/{}/reply"),
        ("tickets.note", "/admin/tickets/{}/note"),
        ("tickets.status", "/admin/tickets/{}/status"),
    ],
)
def test_a_role_without_a_permission_is_told_so(desk: Desk, missing: str, path: str) -> None:
    number = desk.ticket(category="Repairs").id
    role = Role.get(Role.name == "Operator")
    role.permissions = json.dumps([key for key in json.loads(role.permissions) if key != missing])
    with db.transaction():
        role.save()
    browser = desk.signed_in("ben@example.com")
    if missing == "tickets.view":
        assert browser.get(path, status=403).html.h1.string == "This isn't open to you"
    else:
        fields = {"message": "x", "csrf": token(browser)}
        browser.post(path.format(number), fields, status=403)


def test_a_permission_that_a_role_holds_and_nobody_knows_is_none(desk: Desk) -> None:
    role = Role.get(Role.name == "Operator")
    role.permissions = '["tickets.view", "from.the.future"]'
    role.save()
    assert desk.ben.permissions == {"tickets.view"}
    with pytest.raises(KeyError):
        desk.ben.can("from.the.future")


def test_declaring_a_route_says_who_may_use_it() -> None:
    section = Section("test", "/test")
    with pytest.raises(TypeError):
        section.get("/page")  # type: ignore[call-arg]


def test_sign_in_leads_back_to_where_one_wanted_to_go(desk: Desk) -> None:
    number = desk.ticket().id
    answer = raw(desk, f"/admin/tickets/{number}")
    assert answer.headers["Location"] == f"/admin/login?next=/admin/tickets/{number}"
