"""The teams that tickets are given to, as lists and filters need them."""

from collections.abc import Collection
from typing import Any

from helpdesk import db
from helpdesk.schema import Staff, Team, TeamMember


def teams_of(staff: int) -> tuple[int, ...]:
    """The ids of a person's teams; remembered for a moment."""
    every = db.remembered("team members", (TeamMember,), _members)
    return tuple(sorted(every.get(staff, ())))


def team_names(among: Collection[int] = ()) -> dict[int, str]:
    """All teams by id, in the order of their names; remembered for a moment, but these are there
    however new they are."""
    return _names(Team, among)


def staff_names(among: Collection[int] = ()) -> dict[int, str]:
    """The same of everybody who ever answered."""
    return _names(Staff, among)


def _names(table: Any, among: Collection[int]) -> dict[int, str]:
    query = table.select(table.id, table.name).order_by(table.name, table.id).tuples()
    known = db.remembered(("names", table.table), (table,), lambda: dict(query))
    return known if known.keys() >= set(among) else dict(query.clone())


def _members() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for staff, team in TeamMember.select(TeamMember.staff, TeamMember.team).tuples():
        found.setdefault(staff, []).append(team)
    return found
