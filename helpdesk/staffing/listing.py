"""The people as the list shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from helpdesk.customers import normal_email
from helpdesk.schema import Role, Staff, StaffCategory

MOST = 500  # rows of the list; beyond that one looks for a name


@dataclass(frozen=True)
class Person:
    """A row of the list."""

    id: int
    name: str
    email: str
    role: str
    all_categories: bool
    categories: int
    is_active: bool
    is_invited: bool  # hasn't set a password yet
    last_login: datetime | None


def people(*, active: bool, looked_for: str = "") -> list[Person]:
    """Those whose name or address holds the text, by name; one query."""
    chosen = (
        StaffCategory.select(fn.COUNT(StaffCategory.id))
        .where(StaffCategory.staff == Staff.id)
        .alias("chosen")
    )
    query = (
        Staff.select(Staff, Role.name.alias("role_name"), chosen)
        .join(Role)
        .where(_fits(active, looked_for))
        .order_by(Staff.name, Staff.id)
        .limit(MOST)
    )
    return [_person(row) for row in query.objects()]


def counts() -> dict[bool, int]:
    """How many are active, and how many aren't."""
    rows = Staff.select(Staff.is_active, fn.COUNT(Staff.id)).group_by(Staff.is_active).tuples()
    return {False: 0, True: 0} | {bool(active): number for active, number in rows}


def _fits(active: bool, looked_for: str) -> Any:
    condition = Staff.is_active == int(active)
    if wanted := looked_for.strip():
        named = Staff.name.contains(wanted) | Staff.email_normal.contains(normal_email(wanted))
        condition &= named
    return condition


def _person(row: Any) -> Person:
    return Person(
        row.id,
        row.name,
        row.email,
        row.role_name,
        row.all_categories,
        row.chosen,
        row.is_active,
        not row.password,
        row.last_login,
    )
