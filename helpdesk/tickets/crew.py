"""Who can be given a ticket: active people who see its category, and teams."""

import json
from dataclasses import dataclass

from peewee import JOIN

from helpdesk import db
from helpdesk.schema import Role, Staff, StaffCategory
from helpdesk.tickets.teams import staff_names, team_names


@dataclass(frozen=True)
class Person:
    """A staff member as others meet them; categories None are all of them."""

    id: int
    name: str
    is_active: bool
    permissions: frozenset[str]
    categories: frozenset[int] | None

    def sees(self, category: int) -> bool:
        """Whether tickets of a category are in their sight."""
        in_sight = self.categories is None or category in self.categories
        return self.is_active and "tickets.view" in self.permissions and in_sight


@dataclass(frozen=True)
class Group:
    """A team."""

    id: int
    name: str


def everybody() -> list[Person]:
    """All staff by name, also those who have left; remembered for a moment."""
    return db.remembered("crew", (Staff, Role, StaffCategory), _read)


def able(category: int, permission: str = "tickets.view") -> list[Person]:
    """Who can own a ticket of this category."""
    return [p for p in everybody() if p.sees(category) and permission in p.permissions]


def groups() -> list[Group]:
    """All teams by name; remembered for a moment."""
    return [Group(number, name) for number, name in team_names().items()]


def name_of(staff: int | None) -> str:
    """The name of a staff member, '' for nobody."""
    return staff_names().get(staff or 0, "")


def _read() -> list[Person]:
    shown: dict[int, set[int]] = {}
    query = (
        Staff.select(
            Staff.id,
            Staff.name,
            Staff.is_active,
            Staff.all_categories,
            Role.permissions,
            StaffCategory.category,
        )
        .join(Role)
        .switch(Staff)
        .join(StaffCategory, JOIN.LEFT_OUTER, on=(StaffCategory.staff == Staff.id))
        .order_by(Staff.name, Staff.id)
        .namedtuples()
    )
    rows = {}
    for row in query:
        rows[row.id] = row
        if row.category is not None:
            shown.setdefault(row.id, set()).add(row.category)
    return [
        Person(
            row.id,
            row.name,
            bool(row.is_active),
            frozenset(json.loads(row.permissions)),
            None if row.all_categories else frozenset(shown.get(row.id, ())),
        )
        for row in rows.values()
    ]
