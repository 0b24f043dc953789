"""The people as the list shows them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
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
        .where(Staff.is_active == int(active))
        .order_by(Staff.name, Staff.id)
    )
    if not looked_for.strip():
        query = query.limit(MOST)
    fitting = (row for row in query.objects() if _fits(row, looked_for))
    return [_person(row) for row in islice(fitting, MOST)]


def counts() -> dict[bool, int]:
    """How many are active, and how many aren't."""
    rows = Staff.select(Staff.is_active, fn.COUNT(Staff.id)).group_by(Staff.is_active).tuples()
    return {False: 0, True: 0} | {bool(active): number for active, number in rows}


def _fits(row: Any, looked_for: str) -> bool:
    """Compared here, since engines differ in what they take for the same letter."""
    wanted = normal_email(looked_for)
    return wanted in normal_email(row.name) or wanted in row.email_normal


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
