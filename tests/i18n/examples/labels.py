"""The pages of statuses, priorities and categories."""

from collections.abc import Iterator
from typing import Any

from webtest import TestApp

from helpdesk import db, labels, statuses
from helpdesk.schema import Category, Priority, Status, Ticket
from helpdesk.tickets import moving
from tests.i18n.tour import Page, Tour, example, send

TABLES = {"statuses": Status, "priorities": Priority, "categories": Category}
ROUTES = (
    "GET /admin/{}",
    "POST /admin/{}/order",
    "GET /admin/{}/new",
    "POST /admin/{}/new",
    "GET /admin/{}/<number:int>",
    "POST /admin/{}/<number:int>",
    "POST /admin/{}/<number:int>/retire",
    "POST /admin/{}/<number:int>/back",
    "POST /admin/{}/<number:int>/move",
    "POST /admin/{}/<number:int>/delete",
)


def give(browser: TestApp, at: str, action: str, to: str) -> Any:
    """Send a form of a page whose field is called `to`."""
    token = browser.get(at).html.select_one("input[name=csrf]")["value"]
    return browser.post(f"{at}/{action}", {"csrf": token, "to": to}, expect_errors=True)


@example(*(route.format(path) for path in TABLES for route in ROUTES))
def sorted_by(tour: Tour) -> Iterator[Page]:
    """Each list, its forms with all that can be wrong, and how one of them goes."""
    for path in TABLES:
        yield from _of(tour, path)
    yield from _rules(tour)


def _of(tour: Tour, path: str) -> Iterator[Page]:
    at, anna, table = f"/admin/{path}", tour.anna, TABLES[path]
    yield f"{path}", anna.get(at)
    yield f"{path}, no arrow", send(anna, at, f"{at}/order")
    yield f"{path}, new", anna.get(f"{at}/new")
    wrong = {"name": "", "meaning": "1", "level": "1", "priority": "1x", "name_de": "1" * 200}
    yield f"{path}, wrong", send(anna, f"{at}/new", **wrong)
    yield f"{path}, no choice", send(anna, f"{at}/new", **wrong | {"name": "1", "name_de": ""})
    usual = {"name": "123", "meaning": "waiting", "level": "low", "is_public": "1"}
    yield f"{path}, added", send(anna, f"{at}/new", **usual).follow()
    yield f"{path}, the same", send(anna, f"{at}/new", **usual)
    row = table.get(table.name == "123")
    one = f"{at}/{row.id}"
    yield f"{path}, one", anna.get(one)
    yield f"{path}, saved", send(anna, one, **usual | {"is_public": ""}).follow()
    yield from _going(tour, path, one, row)


def _going(tour: Tour, path: str, one: str, row: Status) -> Iterator[Page]:
    anna, table = tour.anna, TABLES[path]
    before = Ticket.get().__data__[row.table]
    with db.transaction():
        Ticket.update({row.table: row.id}).execute()
    yield f"{path}, used", anna.get(one)
    yield f"{path}, moved nowhere", send(anna, one, f"{one}/move")
    yield f"{path}, still used", send(anna, one, f"{one}/delete")
    yield f"{path}, retired", send(anna, one, f"{one}/retire").follow()
    yield f"{path}, list with a retired one", anna.get(f"/admin/{path}")
    yield f"{path}, back", send(anna, one, f"{one}/back").follow()
    other = next(
        label.id for label in labels.choices(table) if label.id != row.id and _open(label.row)
    )
    normal, moving.AT_ONCE = moving.AT_ONCE, 1
    yield f"{path}, being moved", give(anna, one, "move", str(other)).follow()
    moving.AT_ONCE = normal
    yield f"{path}, moved", give(anna, one, "move", str(other)).follow()
    yield f"{path}, deleted", send(anna, one, f"{one}/delete").follow()
    with db.transaction():
        Ticket.update({row.table: before}).execute()


def _open(row: Status) -> bool:
    return getattr(row, "meaning", "") != statuses.RESOLVED


def _rules(tour: Tour) -> Iterator[Page]:
    """What stands against a change."""
    anna, usual = tour.anna, {"name": "1234", "meaning": "hold", "level": "low"}
    first = Status.get(Status.meaning == "waiting")
    at = f"/admin/statuses/{first.id}"
    yield "status, the default", send(anna, at, **usual)
    yield "status, the default stays", send(anna, at, f"{at}/retire")
    send(anna, "/admin/statuses/new", **usual)
    own = Status.get(Status.name == "1234")
    at = f"/admin/statuses/{own.id}"
    with db.transaction():
        Ticket.update(status=own).where(Ticket.id == tour.new.id).execute()
    yield "status, would close", send(anna, at, **usual | {"meaning": "resolved"})
    done = str(statuses.default(statuses.RESOLVED).id)
    yield "status, moved shut", give(anna, at, "move", done)
    send(anna, at, f"{at}/retire")
    yield "status, retired default", send(anna, at, **usual | {"is_default": "1"})
    with db.transaction():
        Ticket.update(status=statuses.default("new")).where(Ticket.id == tour.new.id).execute()
        Status.delete().where(Status.id == own.id).execute()
        Category.update(is_public=False).where(Category.name == "Repairs").execute()
    category = f"/admin/categories/{Category.get(Category.name == 'General').id}"
    yield "category, the only one", send(anna, category, name="General")
    yield "category, the only one stays", send(anna, category, f"{category}/retire")
    with db.transaction():
        Category.update(is_public=True).execute()
