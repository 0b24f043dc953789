"""What customers see."""

from collections.abc import Iterator

from helpdesk import db, settings
from helpdesk.schema import Ticket
from tests.i18n.tour import FILES, PICTURE, TEXT, Page, Tour, changed, example, send

LONG = "7" * 1_000_001
RIGHT = {"name": "Cleo Marsh", "email": "cleo@example.com", "subject": "123", "message": "123"}


@example("GET /")
def home(tour: Tour) -> Iterator[Page]:
    """As a guest, and as a staff member who looks."""
    yield "home", tour.guest.get("/")
    yield "home, signed in", tour.anna.get("/")


@example("GET /submit", "POST /submit")
def submit(tour: Tour) -> Iterator[Page]:
    """The form with everything wrong with it in turn."""
    general = str(tour.desk.category("General").id)
    yield "submit", tour.guest.get("/submit")
    yield "submit, empty", send(tour.guest, "/submit")
    wrong = {"email": "1@", "subject": "1" * 300, "name": "1" * 300, "priority": "99"}
    yield "submit, wrong", send(tour.guest, "/submit", category="99", message="1", **wrong)
    right = {**RIGHT, "category": general}
    yield "submit, wrong priority", send(tour.guest, "/submit", **{**right, "priority": "99"})
    yield "submit, too long", send(tour.guest, "/submit", **{**right, "message": LONG})
    yield "submit, old token", tour.guest.post("/submit", right, expect_errors=True)
    yield from _files(tour, right)
    with changed(**{"tickets.priority_choice": False, "files.count": 0}):
        yield "submit, without priority and files", tour.guest.get("/submit")
    with changed(**{"security.requests_per_hour": 1}):
        send(tour.browser(), "/submit", **right)
        yield "submit, too often", send(tour.browser(), "/submit", **right)


def _files(tour: Tour, right: dict[str, str]) -> Iterator[Page]:
    one = [("attachments", FILES[0], PICTURE)]
    strange = [*one, ("attachments", "notes.999", b"1")]
    yield "submit, wrong file", send(tour.guest, "/submit", files=strange, **right)
    yield "submit, too many files", send(tour.guest, "/submit", files=one * 9, **right)
    with changed(**{"files.size": 1, "files.count": 1}):
        large = [("attachments", FILES[0], b"1" * 1_200_000)]
        yield "submit, too large a file", send(tour.guest, "/submit", files=large, **right)
        yield "submit, two files", send(tour.guest, "/submit", files=one * 2, **right)


@example("GET /ticket/<track>/received")
def received(tour: Tour) -> Iterator[Page]:
    """Thank you."""
    yield "received", tour.guest.get(f"/ticket/{tour.new.tracking_id}/received")


@example("GET /ticket", "POST /ticket")
def lookup(tour: Tour) -> Iterator[Page]:
    """Found is a redirect; not found is told here."""
    yield "look-up", tour.guest.get("/ticket")
    yield "look-up, empty", send(tour.guest, "/ticket")
    nothing = {"track": "ABC-DEF-2345", "email": "1@example.com"}
    yield "look-up, not found", send(tour.guest, "/ticket", **nothing)
    with changed(**{"security.lookups_per_hour": 3}):
        for _try in range(3):
            send(tour.guest, "/ticket", **nothing)
        yield "look-up, too often", send(tour.guest, "/ticket", **nothing)


@example("GET /ticket/<track>", "POST /ticket/<track>/reply")
def ticket(tour: Tour) -> Iterator[Page]:
    """In every state, with what can be wrong with a reply."""
    for name, row in (("new", tour.new), ("waiting", tour.one), ("resolved", tour.resolved)):
        yield f"request, {name}", tour.guest.get(f"/ticket/{row.tracking_id}")
    at = f"/ticket/{tour.one.tracking_id}"
    yield "reply, empty", send(tour.guest, at, f"{at}/reply")
    strange = [("attachments", "notes.999", b"1"), ("attachments", FILES[0], PICTURE)]
    yield "reply, wrong file", send(tour.guest, at, f"{at}/reply", files=strange, message=TEXT)
    with db.transaction():
        Ticket.update(owner=tour.desk.anna.id).where(Ticket.id == tour.one.id).execute()
    yield "request, with an owner", tour.guest.get(at)
    at = f"/ticket/{tour.resolved.tracking_id}"
    with changed(**{"tickets.customer_reopens": False}):
        yield "request, closed", tour.guest.get(at)
        yield "reply, closed", send(tour.guest, "/submit", f"{at}/reply", message=TEXT)
    assert settings.get("tickets.customer_reopens")
