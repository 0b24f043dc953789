"""The pages of people, teams and roles."""

from collections.abc import Iterator
from datetime import timedelta

from helpdesk import db, i18n, staffing
from helpdesk.clock import now
from helpdesk.schema import Role, Staff, Team, Ticket
from helpdesk.tickets import moving
from tests.cast import PASSWORD
from tests.i18n.examples.labels import give
from tests.i18n.tour import Page, Tour, example, send

NEW = {"name": "1", "email": "1@example.com", "role": "2", "way": "set", "password": PASSWORD}


@example(
    "GET /admin/staff",
    "GET /admin/staff/new",
    "POST /admin/staff/new",
    "GET /admin/staff/<number:int>",
    "POST /admin/staff/<number:int>",
    "POST /admin/staff/<number:int>/invite",
    "POST /admin/staff/<number:int>/password",
    "POST /admin/staff/<number:int>/deactivate",
    "POST /admin/staff/<number:int>/reactivate",
)
def people(tour: Tour) -> Iterator[Page]:
    """All that can be wrong with a person, and the end of somebody's access."""
    _name_roles(tour)
    at, anna = "/admin/staff", tour.anna
    yield "people", anna.get(at)
    yield "people, nobody left", anna.get(f"{at}?show=left")
    yield "people, nobody found", anna.get(f"{at}?q=123")
    yield "person, new", anna.get(f"{at}/new")
    yield "person, empty", send(anna, f"{at}/new", way="set", all_categories="0")
    long = {"name": "1" * 200, "email": "anna@example.com", "language": "1", "timezone": "1"}
    yield "person, wrong", send(anna, f"{at}/new", way="set", password="1" * 2000, **long)
    send(anna, f"{at}/new", **NEW | {"way": "invite"})
    yield "people, one without password", anna.get(at)
    row = Staff.get(Staff.email == "1@example.com")
    at = f"{at}/{row.id}"
    yield "person, invited", anna.get(at)
    yield "person, oneself", anna.get(f"/admin/staff/{tour.desk.anna.id}")
    yield "person, link sent", send(anna, at, f"{at}/invite").follow()
    yield "person, password refused", send(anna, at, f"{at}/password", password="1")
    set_ = send(anna, at, f"{at}/password", password=PASSWORD)
    yield "person, password set", set_.follow()
    own = f"/admin/staff/{tour.desk.anna.id}"
    yield "person, own access", send(anna, own, f"{own}/deactivate")
    yield "person, own password", send(anna, own, f"{own}/password", password=PASSWORD)
    yield from _leaving(tour, at, row)


def _leaving(tour: Tour, at: str, row: Staff) -> Iterator[Page]:
    anna = tour.anna
    with db.transaction():
        Ticket.update(owner=row.id).execute()
    yield "person, with tickets", anna.get(at)
    yield "person, strange heir", give(anna, at, "deactivate", "1x")
    before, moving.AT_ONCE = moving.AT_ONCE, 1
    yield "person, left, being moved", give(anna, at, "deactivate", "nobody").follow()
    moving.AT_ONCE = before
    yield "people, one left", anna.get("/admin/staff?show=left")
    yield "person, no link", send(anna, at, f"{at}/invite")
    yield "person, left", give(anna, at, "deactivate", "nobody").follow()
    yield "person, back", send(anna, at, f"{at}/reactivate").follow()
    role = Role.create(name="⟦~⟧", permissions='["staff.manage"]')
    with db.transaction():
        Staff.update(role=role, last_login=now() - timedelta(days=3)).where(
            Staff.id == row.id
        ).execute()
    less = tour.browser()
    send(less, "/admin/login", email="1@example.com", password=PASSWORD)
    yield "person, above", less.get(f"/admin/staff/{tour.desk.anna.id}")
    administrator = str(Role.select().order_by(Role.id).first().id)
    yield "person, role above", send(less, "/admin/staff/new", **NEW | {"role": administrator})
    ben = f"/admin/staff/{tour.desk.ben.id}"
    token = less.get("/admin/staff/new").html.select_one("input[name=csrf]")["value"]
    yield "person, change above", less.post(ben, {"csrf": token}, expect_errors=True)
    yield "role, above", less.get(f"/admin/roles/{Role.get(Role.name == _viewer(tour)).id}")
    many = [
        {"name": "1", "email": f"{number}@2.example", "email_normal": f"{number}@2.example"}
        for number in range(staffing.MOST)
    ]
    Staff.insert_many([one | {"role": role.id} for one in many]).execute()
    yield "people, very many", anna.get("/admin/staff")
    Staff.delete().where(Staff.email.endswith("@2.example")).execute()


@example(
    "GET /admin/teams",
    "GET /admin/teams/new",
    "POST /admin/teams/new",
    "GET /admin/teams/<number:int>",
    "POST /admin/teams/<number:int>",
    "POST /admin/teams/<number:int>/move",
    "POST /admin/teams/<number:int>/delete",
)
def teams(tour: Tour) -> Iterator[Page]:
    """None, one, one with tickets."""
    at, anna = "/admin/teams", tour.anna
    yield "teams, none", anna.get(at)
    yield "team, new", anna.get(f"{at}/new")
    yield "team, empty", send(anna, f"{at}/new")
    yield "team, added", send(anna, f"{at}/new", name="123").follow()
    yield "team, the same", send(anna, f"{at}/new", name="123")
    yield "team, too long", send(anna, f"{at}/new", name="1" * 200)
    team = Team.get(Team.name == "123")
    at = f"{at}/{team.id}"
    yield "team", anna.get(at)
    saved = send(anna, at, name="123", people=str(tour.desk.anna.id))
    yield "teams, one with somebody", saved.follow()
    with db.transaction():
        Ticket.update(team=team).execute()
    yield "team, with tickets", anna.get(at)
    yield "team, not deleted", send(anna, at, f"{at}/delete")
    yield "team, moved nowhere", send(anna, at, f"{at}/move")
    before, moving.AT_ONCE = moving.AT_ONCE, 1
    yield "team, being moved", give(anna, at, "move", "none").follow()
    moving.AT_ONCE = before
    yield "team, moved", give(anna, at, "move", "none").follow()
    yield "teams, deleted", send(anna, at, f"{at}/delete").follow()


@example(
    "GET /admin/roles",
    "GET /admin/roles/new",
    "POST /admin/roles/new",
    "GET /admin/roles/<number:int>",
    "POST /admin/roles/<number:int>",
    "POST /admin/roles/<number:int>/delete",
)
def roles(tour: Tour) -> Iterator[Page]:
    """Ready-made, copied, wrong."""
    _name_roles(tour)
    at, anna = "/admin/roles", tour.anna
    yield "roles", anna.get(at)
    first, second = [role.id for role in Role.select().order_by(Role.id)][:2]
    yield "role, ready-made", anna.get(f"{at}/{second}")
    yield "role, ready-made, changed", send(anna, f"{at}/new", f"{at}/{second}", name="1")
    yield "role, a copy", anna.get(f"{at}/new?copy={first}")
    yield "role, empty", send(anna, f"{at}/new")
    yield "role, wrong", send(anna, f"{at}/new", name="1" * 200, permissions="1")
    yield "role, added", send(anna, f"{at}/new", name="123", permissions="tickets.view").follow()
    yield "role, the same", send(anna, f"{at}/new", name="123")
    own = Role.get(Role.name == "123")
    at = f"{at}/{own.id}"
    yield "role, unused", anna.get(at)
    with db.transaction():
        Staff.update(role=own).where(Staff.email == "ben@example.com").execute()
    yield "role, used", anna.get(at)
    yield "role, no other", send(anna, at, f"{at}/delete")
    yield "role, deleted", give(anna, at, "delete", str(second)).follow()


def _viewer(tour: Tour) -> str:
    return "⟦Viewer⟧" if tour.language == i18n.PSEUDO else "Viewer"


def _name_roles(tour: Tour) -> None:
    """Roles are called as somebody typed it, or in the language of the installation."""
    if tour.language == i18n.PSEUDO:
        with db.transaction():
            for role in Role.select():
                if not role.name.startswith("⟦"):
                    Role.update(name=f"⟦{role.name}⟧").where(Role.id == role.id).execute()
