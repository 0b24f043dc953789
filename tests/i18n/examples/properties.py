"""A ticket's properties and life: changed, handed over, opened for a customer, in the trash."""

from collections.abc import Iterator

from helpdesk import db
from helpdesk.schema import Team, Ticket
from tests.i18n.tour import NAMES, SUBJECT, TEXT, Page, Tour, example, send


@example(
    "POST /admin/tickets/<number:int>/priority",
    "POST /admin/tickets/<number:int>/category",
    "POST /admin/tickets/<number:int>/subject",
    "POST /admin/tickets/<number:int>/customer",
    "POST /admin/tickets/<number:int>/owner",
    "POST /admin/tickets/<number:int>/team",
    "POST /admin/tickets/<number:int>/take",
    "GET /admin/tickets/<number:int>/history",
)
def changed(tour: Tour) -> Iterator[Page]:
    """Refused, then changed and told in the history."""
    team = Team.get_or_none(Team.name == NAMES[4]) or Team.create(name=NAMES[4])
    at = f"/admin/tickets/{tour.one.id}"
    for name in ("priority", "category", "owner", "team"):
        yield f"{name}, wrong", send(tour.anna, at, f"{at}/{name}", **{name: "99"})
    yield "subject, empty", send(tour.anna, at, f"{at}/subject", subject="")
    yield "subject, long", send(tour.anna, at, f"{at}/subject", subject="1" * 300)
    yield "customer, none", send(tour.anna, at, f"{at}/customer", customer="")
    yield "customer, wrong", send(tour.anna, at, f"{at}/customer", customer="1")
    repairs = str(tour.desk.category("Repairs").id)
    general = str(tour.desk.category("General").id)
    yield "taken", send(tour.anna, at, f"{at}/take").follow()
    for name, values in (
        ("priority", ("1", "2")),
        ("category", (repairs, general, repairs)),
        ("owner", (str(tour.desk.ben.id), "", str(tour.desk.ben.id))),
        ("team", (str(team.id), "")),
        ("subject", ("12345", SUBJECT)),
        ("customer", ("1@example.com", "cleo@example.com")),
        ("category", (general,)),
    ):
        for value in values:
            answer = send(tour.anna, at, f"{at}/{name}", **{name: value})
            if answer.status_int == 303:
                answer = answer.follow()
            yield f"{name} {value}", answer
    yield "history", tour.anna.get(f"{at}/history")
    yield "history, end", tour.anna.get(f"{at}/history?below=1")


@example(
    "POST /admin/tickets/<number:int>/collaborators",
    "POST /admin/tickets/<number:int>/collaborators/<staff:int>/remove",
)
def beside(tour: Tour) -> Iterator[Page]:
    """Refused, added, left and removed, and told in the history."""
    at, anna, ben = f"/admin/tickets/{tour.one.id}", tour.desk.anna.id, tour.desk.ben.id
    with db.transaction():
        repairs = tour.desk.category("Repairs").id
        Ticket.update(category=repairs, owner=None).where(Ticket.id == tour.one.id).execute()
    to = f"{at}/collaborators"
    yield "collaborator, wrong", send(tour.anna, at, to, collaborator="99")
    for person in (anna, ben):
        yield f"collaborator {person}", send(tour.anna, at, to, collaborator=str(person)).follow()
    for person in (anna, ben):
        yield f"removed {person}", send(tour.anna, at, f"{to}/{person}/remove").follow()
    yield "collaborators, history", tour.anna.get(f"{at}/history")


@example("GET /admin/tickets/<number:int>/assign", "POST /admin/tickets/<number:int>/assign")
def handed_over(tour: Tour) -> Iterator[Page]:
    """The form, refused, and done."""
    at = f"/admin/tickets/{tour.new.id}"
    yield "assign", tour.anna.get(f"{at}/assign")
    yield "assign, wrong", send(tour.anna, at, f"{at}/assign", owner="x")
    anna = str(tour.desk.anna.id)
    yield "assigned", send(tour.anna, at, f"{at}/assign", owner=anna, message=TEXT).follow()


@example("GET /admin/tickets/<number:int>/print")
def printed(tour: Tour) -> Iterator[Page]:
    """With notes and without."""
    at = f"/admin/tickets/{tour.one.id}/print"
    yield "print", tour.anna.get(at)
    yield "print with notes", tour.anna.get(f"{at}?notes=1")


@example("GET /admin/tickets/new", "POST /admin/tickets/new", "GET /admin/tickets/new/customers")
def opened(tour: Tour) -> Iterator[Page]:
    """Everything that can be wrong."""
    at = "/admin/tickets/new"
    yield "new", tour.anna.get(at)
    yield "new, empty", send(tour.anna, at)
    full = {"channel": "phone", "email": "cleo@example.com", "subject": SUBJECT, "message": TEXT}
    full["category"] = str(tour.desk.category("Repairs").id)
    yield "new, channel", send(tour.anna, at, **{**full, "channel": "1"})
    yield "new, owner", send(tour.anna, at, **full, owner="99")
    yield "new, owner's number", send(tour.anna, at, **full, owner="x")
    yield "new, priority", send(tour.anna, at, **full, priority="99")
    yield "opened", send(tour.anna, at, **full, note=TEXT, told="1").follow()


@example(
    "GET /admin/tickets/trash",
    "POST /admin/tickets/<number:int>/trash",
    "POST /admin/tickets/<number:int>/restore",
)
def trashed(tour: Tour) -> Iterator[Page]:
    """Empty, with a ticket, its page, and back."""
    at = f"/admin/tickets/{tour.new.id}"
    yield "trash, empty", tour.anna.get("/admin/tickets/trash")
    yield "in the trash", send(tour.anna, at, f"{at}/trash").follow()
    yield "trash", tour.anna.get("/admin/tickets/trash")
    yield "trash, nothing older", tour.anna.get("/admin/tickets/trash?after=1-1-1")
    yield "restored", send(tour.anna, at, f"{at}/restore").follow()
