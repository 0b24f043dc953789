"""What customers see."""

from collections.abc import Iterator

from helpdesk.schema import Category
from tests.i18n.tour import FILES, PICTURE, SUBJECT, Page, Tour, changed, example, send

LONG = "7" * 1_000_001
_ONE = {"message": "1234", "subject": "1234"}
RIGHT = {"name": "Cleo Marsh", "email": "cleo@example.com", "subject": "123", "message": "123"}


@example("GET /")
def home(tour: Tour) -> Iterator[Page]:
    """As a guest, and as a staff member who looks."""
    yield "home", tour.guest.get("/")
    yield "home, signed in", tour.anna.get("/")
    yield "home, of a stranger", tour.browser().get("/")
    yield "home, no more copies", tour.guest.get("/?done=unfollowed")


@example("GET /requests")
def requests(tour: Tour) -> Iterator[Page]:
    """Own ones, what is found among them, and none."""
    yield "my requests", tour.guest.get("/requests")
    yield "my requests, found", tour.guest.get("/requests", {"q": SUBJECT})
    yield "my requests, nothing found", tour.guest.get("/requests", {"q": "7777"})
    yield "my requests, none", tour.browser().get("/requests")


@example("GET /ticket/forgotten", "POST /ticket/forgotten")
def forgotten(tour: Tour) -> Iterator[Page]:
    """The form, and what is said to everybody."""
    at = "/ticket/forgotten"
    yield "forgotten", tour.guest.get(at)
    yield "forgotten, empty", send(tour.guest, at)
    yield "forgotten, sent", tour.guest.get(f"{at}?done=tracking")
    with changed(**{"portal.check": "always"}):
        yield "forgotten, asked", tour.guest.get(at)


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
    yield from _guarded(tour, right)
    yield from _categories(tour)


def _guarded(tour: Tour, right: dict[str, str]) -> Iterator[Page]:
    with changed(**{"portal.least_seconds": 60}):
        yield "submit, too quick", send(tour.guest, "/submit", **right)
    bait = {**right, "website": "7"}
    yield "submit, with the bait taken", send(tour.guest, "/submit", **bait)
    with changed(**{"portal.check": "always", "portal.preamble": "1\n2\n\n3"}):
        yield "submit, asked", tour.guest.get("/submit")
        yield "submit, wrong answer", send(tour.guest, "/submit", **right, answer="0")
        with changed(**{"portal.question": "7 + 7?", "portal.answers": "14"}):
            yield "submit, own question", send(tour.guest, "/submit", **right, answer="0")
    with changed(**{"portal.open_limit": 1}):
        yield "submit, too many open", send(tour.browser(), "/submit", **{**right, **_ONE})
    with changed(**{"portal.open_limit": 2}):
        yield "submit, two open", send(tour.browser(), "/submit", **{**right, **_ONE})
    yield "submit, mistyped", tour.guest.get("/submit", {"email": "1@gmial.com"})


def _categories(tour: Tour) -> Iterator[Page]:
    many = [Category.create(name=f"⟦{n} ~~⟧", position=n + 9) for n in range(7)]
    yield "submit, which category", tour.guest.get("/submit")
    yield "submit, this category", tour.guest.get("/submit", {"category": many[0].id})
    Category.delete().where(Category.id << many).execute()


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
