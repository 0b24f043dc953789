"""Teams: groups of staff that tickets can be given to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from helpdesk import db, events
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Staff, Team, TeamMember, Ticket

NAME_MOST = 190


@dataclass(frozen=True)
class Listed:
    """A team with how many active people are in it."""

    id: int
    name: str
    people: int


def every() -> list[Listed]:
    """By name; one query."""
    rows = (
        Team.select(Team.id, Team.name, fn.COUNT(Staff.id).alias("people"))
        .join(TeamMember, JOIN.LEFT_OUTER, on=(TeamMember.team == Team.id))
        .join(Staff, JOIN.LEFT_OUTER, on=((TeamMember.staff == Staff.id) & Staff.is_active))
        .group_by(Team.id, Team.name)
        .order_by(Team.name, Team.id)
    )
    return [Listed(row.id, row.name, row.people) for row in rows.objects()]


def one(number: int) -> Team:
    """A team by its id; raises NotFound."""
    found: Team | None = Team.get_or_none(Team.id == number)
    if found is None:
        raise NotFound
    return found


def members(team: Team) -> list[int]:
    """The ids of who is in a team, also of those who have left."""
    rows = TeamMember.select(TeamMember.staff).where(TeamMember.team == team.id)
    return sorted(row.staff_id for row in rows)


def of(staff: int) -> list[int]:
    """The ids of the teams that somebody is in."""
    rows = TeamMember.select(TeamMember.team).where(TeamMember.staff == staff)
    return sorted(row.team_id for row in rows)


def add(name: str, people: Collection[str], *, actor: Actor) -> Team:
    """A new team; raises Invalid."""
    name = _checked(name, None)
    team: Team = _stored(lambda: Team.create(name=name))
    ids = _staff(people)
    _enlist(team, ids)
    changes = {"name": (None, name), "members": (None, ids)}
    events.record(events.TEAM_ADDED, actor, changes=changes, team=team.id)
    return team


def change(number: int, name: str, people: Collection[str], *, actor: Actor) -> bool:
    """Another name, other people; whether anything changed. Who has left stays in it."""
    team = _present(number)
    name, before = _checked(name, team), members(team)
    gone = {row.id for row in Staff.select(Staff.id).where(~Staff.is_active)}
    ids = sorted({*_staff(people), *(gone & set(before))})
    changes: dict[str, tuple[Any, Any]] = {}
    if name != team.name:
        changes["name"] = (team.name, name)
        _stored(lambda: Team.update(name=name).where(Team.id == team.id).execute())
    if ids != before:
        changes["members"] = (before, ids)
        TeamMember.delete().where(TeamMember.team == team.id).execute()
        _enlist(team, ids)
    if changes:
        events.record(events.TEAM_CHANGED, actor, changes=changes, team=team.id)
    return bool(changes)


def delete(number: int, *, actor: Actor) -> None:
    """Remove a team that no ticket is given to; raises Invalid."""
    team = _present(number)
    having = Ticket.select(Ticket.id).where(Ticket.team == team.id).limit(1)
    if list(db.locked(having)):
        words = _("There are tickets that this team has. Move them to another one first.")
        raise Invalid({"": words})
    team.delete_instance()
    events.record(events.TEAM_DELETED, actor, changes={"name": (team.name, None)}, team=number)


def _present(number: int) -> Any:
    found = next(iter(db.locked(Team.select().where(Team.id == number))), None)
    if found is None:
        raise NotFound
    return found


def _checked(name: str, team: Team | None) -> str:
    name = name.strip()
    if not name:
        raise Invalid({"name": _("Enter a name.")})
    if len(name) > NAME_MOST:
        raise Invalid({"name": _("At most %(num)d characters.") % {"num": NAME_MOST}})
    for other in Team.select(Team.id, Team.name):
        if other.name.casefold() == name.casefold() and (team is None or other.id != team.id):
            raise Invalid({"name": _("There is already one with this name.")})
    return name


def _stored(write: Any) -> Any:
    try:
        with db.transaction():
            return write()
    except db.IntegrityError as error:  # engines call names equal that Python doesn't
        raise Invalid({"name": _("There is already one with this name.")}) from error


def _staff(people: Collection[str]) -> list[int]:
    rows = Staff.select(Staff.id).where(Staff.is_active)
    return sorted(row.id for row in rows if str(row.id) in people)


def _enlist(team: Team, ids: list[int]) -> None:
    if ids:
        TeamMember.insert_many([{"team": team.id, "staff": number} for number in ids]).execute()
