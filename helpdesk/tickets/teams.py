"""The teams that tickets are given to, as lists and filters need them."""

from helpdesk import db
from helpdesk.schema import Staff, Team, TeamMember


def teams_of(staff: int) -> tuple[int, ...]:
    """The ids of a person's teams; remembered for a moment."""
    every = db.remembered("team members", (TeamMember,), _members)
    return tuple(sorted(every.get(staff, ())))


def team_names() -> dict[int, str]:
    """All teams by id, in the order of their names."""
    rows = db.remembered("teams", (Team,), lambda: list(Team.select().order_by(Team.name)))
    return {row.id: row.name for row in rows}


def staff_names() -> dict[int, str]:
    """Everybody who ever answered, by id, in the order of their names."""
    query = Staff.select(Staff.id, Staff.name).order_by(Staff.name)
    return dict(db.remembered("staff names", (Staff,), lambda: list(query.tuples())))


def _members() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for staff, team in TeamMember.select(TeamMember.staff, TeamMember.team).tuples():
        found.setdefault(staff, []).append(team)
    return found
