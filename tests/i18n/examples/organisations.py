"""Organisations in the panel."""

from collections.abc import Iterator

from helpdesk import customers, db
from helpdesk.schema import Customer, Organisation
from tests.i18n.examples.customers import COMPANY, company
from tests.i18n.tour import TEXT, Page, Tour, example, send

LIST = "/admin/organisations"


@example(
    "GET /admin/organisations", "GET /admin/organisations/new", "POST /admin/organisations/new"
)
def listed(tour: Tour) -> Iterator[Page]:
    """None, some, found and not found; the form refused."""
    Customer.update(organisation=None).execute()
    Organisation.delete().execute()
    yield "organisations, none", tour.anna.get(LIST)
    at = f"{LIST}/new"
    yield "new organisation", tour.anna.get(at)
    yield "new organisation, empty", send(tour.anna, at, note="1" * 100_001)
    yield "new organisation, long", send(tour.anna, at, name="1" * 200)
    yield "new organisation, added", send(tour.anna, at, name=COMPANY, note=TEXT).follow()
    yield "new organisation, known", send(tour.anna, at, name=COMPANY)
    for number in range(11):
        send(tour.anna, at, name=f"{number}")
    first = tour.anna.get(LIST)
    yield "organisations", first
    yield "organisations, last page", tour.anna.get(first.html.select_one("a[rel=next]")["href"])
    yield "organisations, not found", tour.anna.get(f"{LIST}?q=1234")


@example(
    "GET /admin/organisations/<number:int>",
    "POST /admin/organisations/<number:int>",
    "GET /admin/organisations/<number:int>/delete",
    "POST /admin/organisations/<number:int>/delete",
)
def shown(tour: Tour) -> Iterator[Page]:
    """Its people, their tickets, and the end of it."""
    at = f"{LIST}/{company().id}"
    Customer.update(organisation=None).execute()
    yield "organisation, nobody", tour.anna.get(at)
    yield "organisation, no tickets", tour.anna.get(f"{at}?show=tickets")
    yield "organisation to delete, nobody", tour.anna.get(f"{at}/delete")
    with db.transaction():
        actor = tour.desk.anna.actor()
        customers.change(tour.one.customer_id, actor=actor, organisation=COMPANY)
    yield "organisation", tour.anna.get(at)
    yield "organisation, tickets", tour.anna.get(f"{at}?show=tickets")
    yield "organisation, nothing further", tour.anna.get(f"{at}?show=tickets&after=1")
    yield "organisation, wrong", send(tour.anna, at, name="")
    yield "organisation, changed", send(tour.anna, at, name=COMPANY, note=TEXT).follow()
    yield "organisation to delete", tour.anna.get(f"{at}/delete")
    yield "organisation, deleted", send(tour.anna, f"{at}/delete").follow()
