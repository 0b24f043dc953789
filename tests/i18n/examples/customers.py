"""Customers in the panel."""

from collections.abc import Iterator

from helpdesk import customers, db
from helpdesk.schema import CustomerAddress, Organisation
from tests.i18n.tour import NAMES, SUBJECT, TEXT, Page, Tour, example, send

LIST = "/admin/customers"
COMPANY = NAMES[-1]


def company() -> Organisation:
    """One that is there already, or a new one."""
    with db.transaction():
        known = Organisation.get_or_none(Organisation.name == COMPANY)
        normal = customers.normal_name(COMPANY)
        found: Organisation = known or Organisation.create(name=COMPANY, name_normal=normal)
    return found


@example("GET /admin/customers", "GET /admin/customers/new", "POST /admin/customers/new")
def listed(tour: Tour) -> Iterator[Page]:
    """Some, found and not found, more than a page; the form with everything wrong."""
    company()
    yield "customers", tour.anna.get(LIST)
    yield "customers, found", tour.anna.get(f"{LIST}?q=Cleo+Marsh")
    yield "customers, not found", tour.anna.get(f"{LIST}?q=1234")
    at = f"{LIST}/new"
    yield "new customer", tour.anna.get(at)
    yield "new customer, empty", send(tour.anna, at)
    wrong = {"name": "1" * 300, "email": "1", "organisation": "123", "timezone": "1"}
    yield "new customer, wrong", send(tour.anna, at, language="1", note="1" * 100_001, **wrong)
    taken = {"name": "123", "email": "cleo@example.com"}
    yield "new customer, taken", send(tour.anna, at, **taken)
    for number in range(12):
        fields = {"name": "Cleo Marsh", "email": f"cleo{number}@example.com"}
        answer = send(tour.anna, at, organisation=COMPANY, **fields)
    yield "new customer, added", answer.follow()
    first = tour.anna.get(LIST)
    yield "customers, first page", first
    yield "customers, last page", tour.anna.get(first.html.select_one("a[rel=next]")["href"])
    yield "customers, by address", tour.anna.get(f"{LIST}?q=cleo1@example.com")
    yield "customers, by organisation", tour.anna.get(f"{LIST}?q=Harbour+Lane+Cycles")


@example(
    "GET /admin/customers/<number:int>",
    "POST /admin/customers/<number:int>",
    "POST /admin/customers/<number:int>/addresses",
    "POST /admin/customers/<number:int>/addresses/<address:int>/remove",
    "POST /admin/customers/<number:int>/addresses/<address:int>/first",
)
def card(tour: Tour) -> Iterator[Page]:
    """A full one, an empty one, and what can be wrong on it."""
    company()
    at = f"{LIST}/{tour.one.customer_id}"
    yield "customer", tour.anna.get(at)
    fields = {"name": "Cleo Marsh", "organisation": COMPANY, "note": TEXT, "language": "es"}
    done = send(tour.anna, at, **fields, timezone="Europe/Madrid")
    yield "customer, changed", done.follow()
    yield "customer, wrong", send(tour.anna, at, name="", timezone="1")
    yield "customer, open matters", tour.anna.get(f"{at}?show=open")
    yield "customer, nothing older", tour.anna.get(f"{at}?after=1-1")
    yield "address, wrong", send(tour.anna, at, f"{at}/addresses", email="1")
    yield "address, known", send(tour.anna, at, f"{at}/addresses", email="cleo@example.com")
    own = CustomerAddress.get(CustomerAddress.email == "cleo@example.com")
    yield "address, the only one", send(tour.anna, at, f"{at}/addresses/{own.id}/remove")
    added = send(tour.anna, at, f"{at}/addresses", email="marsh@example.com")
    yield "address, added", added.follow()
    new = CustomerAddress.get(CustomerAddress.email == "marsh@example.com")
    yield "address, first", send(tour.anna, at, f"{at}/addresses/{new.id}/first").follow()
    yield "address, removed", send(tour.anna, at, f"{at}/addresses/{own.id}/remove").follow()
    yield "customer, for Ben", tour.signed_in("ben").get(at)
    with db.transaction():
        empty = customers.add(actor=tour.desk.anna.actor(), name="Vera Quill")
    yield "customer, empty", tour.anna.get(f"{LIST}/{empty.id}")
    for _number in range(6):
        ticket = tour.desk.ticket(SUBJECT, text=TEXT)
    yield "ticket, history", tour.anna.get(f"/admin/tickets/{ticket.id}")
