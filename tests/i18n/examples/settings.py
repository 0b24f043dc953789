"""The settings, the words of mails, and the desk while it is shut."""

from collections.abc import Iterator
from unittest import mock

from helpdesk import db, settings
from helpdesk import mail as mails
from helpdesk.mail import Outcome
from helpdesk.schema import MailTemplate
from tests.i18n.tour import Page, Tour, changed, example, send

AT = "/admin/settings"
EDITOR = "/admin/mail/templates/ticket_replied/en"


@example(
    "GET /admin/settings",
    "POST /admin/settings",
    "GET /admin/settings/<group>",
    "POST /admin/settings/<group>",
    "POST /admin/settings/reset",
)
def groups(tour: Tour) -> Iterator[Page]:
    """Each group as it is, then with everything wrong; searches."""
    for group in settings.groups():
        at = f"{AT}/{group.name}"
        yield f"settings, {group.name}", tour.anna.get(at)
        yield f"settings, {group.name}, wrong", _everything_wrong(tour, at)
        yield f"settings, {group.name}, same", tour.anna.get(f"{at}?done=settings-same")
    yield "settings, none found", tour.anna.get(f"{AT}?q=12345678")
    yield "settings, changed", tour.anna.get(f"{AT}?changed=1&done=settings-reset")
    yield "settings, all", tour.anna.get(f"{AT}?q=.&done=settings")
    yield "settings, old token", tour.anna.post(f"{AT}/list", {"list.rows": "1"}, status=422)
    contradictions = {
        "mail.method": "smtp",
        "mail.user": "1",
        "mail.port": 465,
        "mail.verify": False,
        "mail.password": "1",
        "files.types": "",
        "site.url": "https://1.example",
        "look.accent": "#ffff00",
        "security.requests_per_hour": 1,
    }
    with changed(**contradictions):
        for name in ("site", "look", "mail", "files", "security"):
            yield f"settings, {name}, warned", tour.anna.get(f"{AT}/{name}")


def _everything_wrong(tour: Tour, at: str) -> object:
    page = tour.anna.get(at)
    form = page.forms["settings"]
    for name, fields in form.fields.items():
        if name and "." in name and fields[0].tag in ("input", "textarea"):
            kind = fields[0].attrs.get("type", "text")
            if kind in ("text", "password", "email", "url"):
                form[name] = "1" * 6000
            elif kind == "file":
                form[name] = ("1.png", b"1")
    return form.submit(expect_errors=True).maybe_follow()


@example("POST /admin/settings/mail/test", "POST /admin/settings/mail/send")
def trial(tour: Tour) -> Iterator[Page]:
    """What works and what doesn't."""
    form = tour.anna.get(f"{AT}/mail").forms["settings"]
    for name in ("test", "send"):
        form.action = f"{AT}/mail/{name}"
        yield f"mail trial, {name}, nothing named", form.submit(expect_errors=True)
    form["mail.host"], form["mail.from_address"] = "localhost", "desk@example.com"
    form["mail.port"] = "1"
    yield "mail trial, refused", form.submit(expect_errors=True)
    with mock.patch.object(mails, "send_mail", return_value=Outcome(True, "⟦1⟧")):
        yield "mail trial, works", form.submit(expect_errors=True)


@example(
    "GET /admin/mail/templates",
    "GET /admin/mail/templates/<kind>/<language>",
    "POST /admin/mail/templates/<kind>/<language>",
    "POST /admin/mail/templates/<kind>/<language>/reset",
    "POST /admin/mail/templates/<kind>/<language>/test",
    "POST /admin/mail/templates/<kind>/<language>/preview",
)
def words(tour: Tour) -> Iterator[Page]:
    """First ones, one's own, broken ones."""
    yield "mail words, all", tour.anna.get("/admin/mail/templates")
    yield "mail words", tour.anna.get(EDITOR)
    wrong = {"subject": "{1}", "text": "{nobody}", "html": "{"}
    yield "mail words, wrong", send(tour.anna, EDITOR, **wrong)
    long = {"subject": "1" * 300, "text": "1" * 60_000, "html": "1" * 60_000}
    yield "mail words, long", send(tour.anna, EDITOR, **long)
    yield "mail words, no preview", send(tour.anna, EDITOR, f"{EDITOR}/preview", **wrong)
    own = {"subject": "1", "text": "2", "html": "3"}
    yield "mail words, an example", send(tour.anna, EDITOR, f"{EDITOR}/test", **own)
    yield "mail words, saved", send(tour.anna, EDITOR, **own).follow()
    with db.transaction():
        MailTemplate.update(text="{nobody}").execute()
    yield "mail words, broken", tour.anna.get(EDITOR)
    yield "mail words, some broken", tour.anna.get("/admin/mail/templates")
    yield "mail words, reset", send(tour.anna, EDITOR, f"{EDITOR}/reset").follow()


@example("GET /theme.css")  # shown to everybody, also then
def shut(tour: Tour) -> Iterator[Page]:
    """The notice, with words of one's own and without; and what staff see."""
    with changed(**{"maintenance.on": True}):
        yield "shut", tour.browser().get("/", expect_errors=True)
        yield "shut, staff, portal", tour.anna.get("/")
        yield "shut, staff, panel", tour.anna.get("/admin/tickets")
        yield "shut, setting", tour.anna.get(f"{AT}/maintenance")
        yield "shut, sent", send_shut(tour)
    with changed(**{"maintenance.on": True, "maintenance.text": "1\n2"}):
        yield "shut, own words", tour.browser().get("/", expect_errors=True)


def send_shut(tour: Tour) -> object:
    """Somebody was writing while the desk was shut."""
    return tour.guest.post("/submit", {"message": "1", "subject": "2"}, expect_errors=True)
