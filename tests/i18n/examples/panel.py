"""What staff see."""

from collections.abc import Iterator
from datetime import timedelta

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Outbox, Ticket
from tests.cast import PASSWORD
from tests.i18n.tour import FILES, PICTURE, SUBJECT, TEXT, Page, Tour, changed, example, send

# Of the last message of tickets in the list; more than fit on a page of it.
AGES = [timedelta(minutes=5), timedelta(hours=3), timedelta(days=1), timedelta(days=5)]
AGES += [timedelta(days=40 * number) for number in range(1, 10)]


@example("GET /admin/login", "POST /admin/login")
def login(tour: Tour) -> Iterator[Page]:
    """The form, refused, and refused for a while."""
    guest = tour.browser()
    yield "log-in", guest.get("/admin/login")
    yield "log-in, empty", send(guest, "/admin/login")
    wrong = {"email": "1@example.com", "password": "1"}
    yield "log-in, wrong", send(guest, "/admin/login", **wrong)
    yield "log-in, old token", guest.post("/admin/login", wrong, expect_errors=True)
    with changed(**{"security.login_tries": 2}):
        for _try in range(3):
            answer = send(guest, "/admin/login", **wrong)
        yield "log-in, too often", answer


@example("POST /admin/logout")
def logout(tour: Tour) -> Iterator[Page]:
    """With a form of yesterday."""
    yield "log-out, old token", tour.anna.post("/admin/logout", expect_errors=True)


@example("GET /admin/tickets")
def listed(tour: Tour) -> Iterator[Page]:
    """Full, empty, its second page, and beyond its end."""
    yield "list", tour.anna.get("/admin/tickets")
    yield "list, empty", tour.signed_in("ben").get("/admin/tickets")
    for age in AGES:
        ticket = tour.desk.ticket(SUBJECT, text=TEXT)
        with db.transaction():
            last = {"last_message": ticket.last_message - age}
            Ticket.update(last).where(Ticket.id == ticket.id).execute()
    first = tour.anna.get("/admin/tickets")
    yield "list, first page", first
    older = first.html.select_one("a[rel=next]")["href"]
    yield "list, last page", tour.anna.get(str(older))
    yield "list, nothing further", tour.anna.get("/admin/tickets?after=1-1")
    for view in ("mine", "unassigned", "others", "turn", "longest", "resolved"):
        yield f"list, {view}", tour.anna.get(f"/admin/tickets?view={view}")
    yield "list, to choose from", tour.anna.get("/admin/tickets?choose=1")
    found = "status=1&category=1&owner=none&priority=1&customer=999"
    yield "list, nothing found", tour.anna.get(f"/admin/tickets?{found}")
    for sort in ("last", "waiting", "priority", "created", "number"):
        yield f"list by {sort}", tour.anna.get(f"/admin/tickets?sort=-{sort}")


@example("GET /admin/")
def home(tour: Tour) -> Iterator[Page]:
    """With work, without, with a trouble, and for somebody who sees no tickets."""
    yield "overview", tour.anna.get("/admin/")
    yield "overview, empty", tour.signed_in("ben").get("/admin/")
    late = now() - timedelta(hours=1)
    with db.transaction():
        ids = [row.id for row in Outbox.select().limit(1)]
        Outbox.update(due=late, created=late).where(Outbox.id.in_(ids)).execute()
    yield "overview, mail waits", tour.anna.get("/admin/")


@example(
    "GET /admin/tickets/<number:int>",
    "POST /admin/tickets/<number:int>/reply",
    "POST /admin/tickets/<number:int>/note",
    "POST /admin/tickets/<number:int>/status",
)
def ticket(tour: Tour) -> Iterator[Page]:
    """A full one, and what can be wrong with what is sent from it."""
    at = f"/admin/tickets/{tour.one.id}"
    with db.transaction():
        Ticket.update(owner=tour.desk.anna.id).where(Ticket.id == tour.one.id).execute()
    yield "ticket", tour.anna.get(at)
    yield "ticket, note", tour.anna.get(f"{at}?mode=note")
    yield "ticket, may only look", tour.viewer.get(at)
    yield "reply of staff, empty", send(tour.anna, at, f"{at}/reply")
    yield (
        "reply of staff, wrong status",
        send(tour.anna, at, f"{at}/reply", message=TEXT, status="99"),
    )
    strange = [("attachments", "notes.999", b"1"), ("attachments", FILES[0], PICTURE)]
    yield "note, wrong file", send(tour.anna, at, f"{at}/note", files=strange, message=TEXT)
    yield "note, empty", send(tour.anna, at, f"{at}/note")
    yield "status, wrong", send(tour.anna, at, f"{at}/status", status="99")
    yield "status, not allowed", tour.viewer.post(f"{at}/status", expect_errors=True)
    yield "ticket, new", tour.anna.get(f"/admin/tickets/{tour.new.id}")
    yield "ticket, resolved", tour.anna.get(f"/admin/tickets/{tour.resolved.id}")


@example("GET /admin/account/password", "POST /admin/account/password")
def password(tour: Tour) -> Iterator[Page]:
    """Every reason why a new one can't be taken."""
    at, browser = "/admin/account/password", tour.signed_in("vera")
    yield "password", browser.get(at)
    yield "password, empty", send(browser, at)
    for name, new in (
        ("short", "1"),
        ("long", "12345" * 1000),
        ("easy", "1" * 20),
        ("differs", "some new words here"),
    ):
        yield f"password, {name}", send(browser, at, current=PASSWORD, new=new, again="2")
    right = "another horse battery"
    send(browser, at, current=PASSWORD, new=right, again=right)
    yield "password, changed", browser.get(f"{at}?changed=1")
    for _try in range(15):
        answer = send(browser, at, current="1", new="2", again="3")
    yield "password, too often", answer


@example("GET /admin/mail", "POST /admin/mail/test", "POST /admin/mail/<number:int>/again")
def mails(tour: Tour) -> Iterator[Page]:
    """Off; then with some that wait, failed and were sent."""
    at = "/admin/mail"
    yield "mails, off", tour.anna.get(at)
    yield "mails, no address", send(tour.anna, at, f"{at}/test", email="1")
    yield "mails, a test", send(tour.anna, at, f"{at}/test", email="1@example.com").follow()
    ids = [row.id for row in Outbox.select().order_by(Outbox.id)]
    with db.transaction():
        Outbox.update(attempts=3, error=TEXT).where(Outbox.id == ids[0]).execute()
        Outbox.update(state="failed", error=TEXT).where(Outbox.id.in_(ids[1:3])).execute()
        Outbox.update(state="sent", sent=now()).where(Outbox.id == ids[3]).execute()
    with changed(
        **{
            "mail.method": "smtp",
            "mail.host": "localhost",
            "mail.from_address": "desk@example.com",
        }
    ):
        yield "mails", tour.anna.get(at)
        yield "mails, again", send(tour.anna, at, f"{at}/{ids[1]}/again").follow()
        Outbox.update(state="sent", sent=now()).execute()
        yield "mails, all well", tour.anna.get(at)


@example("GET /admin/search")
def searched(tour: Tour) -> Iterator[Page]:
    """Nothing asked for, found, not found, not understood, and the ways to ask."""
    tour.desk.ticket("4711")
    anna = tour.anna
    yield "search", anna.get("/admin/search")
    yield "search, found", anna.get("/admin/search", {"q": "4711"})
    yield "search, nothing", anna.get("/admin/search", {"q": '1234567 "1 2" -3 4*'})
    yield "search, no word", anna.get("/admin/search", {"q": "(("})
