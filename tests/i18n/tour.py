"""A desk with something on every page, and the people who look at it in one language.

What they look at is in `examples/`: by method and path of each route.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from webtest import TestApp

from helpdesk import db, events, i18n, labels, settings, statuses, tickets
from helpdesk.schema import Category, Priority, Role, Staff, Status, Ticket
from tests.cast import PASSWORD, Desk

NAMES = ("Anna Lindgren", "Ben Okafor", "Cleo Marsh", "Vera Quill", "Harbour Lane Cycles")
SUBJECT = "Rear wheel rubs"
TEXT = "Since Tuesday the rear wheel rubs."
FILES = ("wheel.png", "invoice.pdf", "notes.txt")
DATA = (*NAMES, "N", "AL", "BO", "CM", "VQ", SUBJECT, TEXT, *FILES, "PDF", "TXT")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)

Page = tuple[str, Any]  # what was done, and the answer
Example = Callable[["Tour"], Iterator[Page]]
EXAMPLES: dict[str, Example] = {}


def example(*routes: str) -> Callable[[Example], Example]:
    """Tie an example to the routes that it shows."""

    def register(show: Example) -> Example:
        EXAMPLES.update(dict.fromkeys(routes, show))
        return show

    return register


@dataclass
class Tour:
    """A desk with tickets in every state, seen by a guest and by staff in one language."""

    desk: Desk
    language: str
    one: Ticket = field(init=False)  # waiting, with files, a note and events
    new: Ticket = field(init=False)
    resolved: Ticket = field(init=False)

    def __post_init__(self) -> None:
        with db.transaction():
            settings.change({"security.requests_per_hour": 10_000, "list.rows": 10})
            settings.change({"security.lookups_per_hour": 10_000})
            _name_labels(self.language)
            _add_viewer()
        self.new, self.one, self.resolved = (self.desk.ticket(SUBJECT, text=TEXT) for _ in "123")
        self.guest = self.browser()
        for ticket in (self.one, self.new, self.resolved):
            send(self.guest, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
        self.anna, self.viewer = self.signed_in("anna"), self.signed_in("vera")
        self._talk()

    def browser(self) -> TestApp:
        """Somebody who has chosen the language."""
        made = self.desk.browser(**{"hd.pseudo": "1"})
        made.set_cookie("hd_lang", self.language)
        return made

    def signed_in(self, name: str) -> TestApp:
        """A staff member who has chosen the language."""
        made = self.browser()
        answer = send(made, "/admin/login", email=f"{name}@example.com", password=PASSWORD)
        assert answer.status_int == 303, answer.text
        return made

    def _talk(self) -> None:
        at = f"/admin/tickets/{self.one.id}"
        files = [("attachments", FILES[0], PICTURE)]
        files += [("attachments", name, b"12 34\n" * 500) for name in FILES[1:]]
        assert send(self.anna, at, f"{at}/note", message=TEXT).status_int == 303
        assert send(self.anna, at, f"{at}/reply", files=files, message=TEXT).status_int == 303
        with db.transaction():
            for meaning in (statuses.HOLD, statuses.WAITING):
                row = Ticket.get_by_id(self.one.id)
                tickets.set_status(row, statuses.default(meaning), actor=events.system("command"))
        send(
            self.guest,
            f"/ticket/{self.one.tracking_id}",
            f"/ticket/{self.one.tracking_id}/reply",
            message=TEXT,
        )
        assert send(self.anna, at, f"{at}/reply", message=TEXT).status_int == 303
        with db.transaction():
            row = Ticket.get_by_id(self.resolved.id)
            done = statuses.default(statuses.RESOLVED)
            tickets.set_status(row, done, actor=self.desk.anna.actor())


def send(browser: TestApp, at: str, to: str = "", *, files: Any = None, **fields: str) -> Any:
    """Send a form that stands on a page, whatever the answer."""
    token = browser.get(at).html.select_one("input[name=csrf]")["value"]
    return browser.post(to or at, {"csrf": token, **fields}, upload_files=files, expect_errors=True)


@contextmanager
def changed(**values: Any) -> Iterator[None]:
    """Other settings for a while."""
    before = {key: settings.get(key) for key in values}
    with db.transaction():
        settings.change(values)
    yield
    with db.transaction():
        settings.change(before)


def _name_labels(language: str) -> None:
    """Seed rows have names in the real languages only; a raw name on a page is a finding."""
    if language == i18n.PSEUDO:
        for table in (Category, Priority, Status):
            for row in table.select():
                labels.translate(row, language, f"⟦{row.name} ~~⟧")


def _add_viewer() -> None:
    role = Role.create(name="Viewer", permissions='["tickets.view"]')
    anna = Staff.get(Staff.email == "anna@example.com")
    email = "vera@example.com"
    Staff.create(
        name="Vera Quill", email=email, email_normal=email, password=anna.password, role=role
    )
