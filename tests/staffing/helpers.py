"""Short words for what the tests of staff and roles do again and again."""

import json
from dataclasses import replace
from typing import Any

from helpdesk import db, roles, security, staffing
from helpdesk.permissions import OPERATOR
from helpdesk.schema import Event, Role, Staff
from helpdesk.staff import Member
from helpdesk.staffing import Wanted
from tests.cast import PASSWORD, Desk

WANTED = Wanted(
    name="Elif Kaya",
    email="elif@example.com",
    role="",
    all_categories=True,
    categories=frozenset(),
    teams=frozenset(),
)


def role(name: str) -> Role:
    """A role by its name."""
    found: Role = Role.get(Role.name == name)
    return found


def wanted(role_name: str = "Operator", **more: Any) -> Wanted:
    """Elif as somebody types her in."""
    return replace(WANTED, role=str(role(role_name).id), **more)


def as_is(member: Member, **more: Any) -> Wanted:
    """A person as they are, with some changes."""
    row = staffing.row_of(member.id)
    kept = Wanted(
        name=row.name,
        email=row.email,
        role=str(row.role_id),
        all_categories=row.all_categories,
        categories=frozenset(map(str, staffing.categories_of(row.id))),
        teams=frozenset(),
        language=row.language,
        timezone=row.timezone,
    )
    return replace(kept, **more)


def added(
    desk: Desk, role_name: str = "Administrator", name: str = "Elif Kaya", **more: Any
) -> Member:
    """One more person, with the password of all."""
    email = f"{name.split()[0].lower()}@example.com"
    with db.transaction():
        person = wanted(role_name, name=name, email=email, **more)
        row = staffing.add(person, password=PASSWORD, by=desk.anna)
    return desk.member(row.email)


def manager(desk: Desk) -> Member:
    """Elif, who manages staff and may not change settings."""
    keys = [*OPERATOR, "staff.manage"]
    with db.transaction():
        roles.add("Manager", keys, by=desk.anna)
    return added(desk, "Manager")


def told(name: str) -> list[dict[str, Any]]:
    """What the events of a name tell, oldest first."""
    rows = Event.select().where(Event.name == name).order_by(Event.id)
    return [json.loads(row.details) for row in rows]


def has_password(member: Member, password: str) -> bool:
    """Whether somebody can sign in with it."""
    return security.verify_password(password, Staff.get_by_id(member.id).password)
