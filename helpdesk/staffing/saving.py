"""Adding people and changing them."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from helpdesk import categories, db, events, i18n, mail, passwords, security
from helpdesk.customers import checked_email, normal_email
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.mail import Recipient, links
from helpdesk.schema import Role, Staff, StaffCategory, Team, TeamMember
from helpdesk.staff import Member, checked_password
from helpdesk.staffing import access

NAME_MOST = 190
INVITED_FOR = 7 * 24 * 60  # minutes that the link of an invitation works
RESET_FOR = 24 * 60
_NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@dataclass(frozen=True)
class Wanted:
    """A person as the form has them."""

    name: str
    email: str
    role: str
    all_categories: bool
    categories: frozenset[str]
    teams: frozenset[str]
    language: str = ""
    timezone: str = ""


@dataclass(frozen=True)
class _Checked:
    columns: dict[str, Any]
    categories: list[int]
    teams: list[int]


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Time zones that are places, and UTC."""
    names = zoneinfo.available_timezones()
    places = (name for name in names if "/" in name and not name.startswith(_NOT_PLACES))
    return ("UTC", *sorted(places))


def add(wanted: Wanted, *, password: str | None, by: Member) -> Staff:
    """A new person, with a password or, when it is None, without one until they set it.

    Raises Invalid per field.
    """
    actor = access.acting(by)
    errors: dict[str, str] = {}
    checked = _checked(wanted, actor, None, errors)
    hashed = None
    if password is not None:
        try:
            hashed = security.hash_password(checked_password(password, wanted.name, wanted.email))
        except Invalid as wrong:
            errors |= wrong.errors
    if errors:
        raise Invalid(errors)
    row: Staff = _stored(lambda: Staff.create(password=hashed, **checked.columns))
    changes = {key: (None, value) for key, value in _told(checked).items() if value}
    _replace(row, [], checked.categories, [], checked.teams)
    events.record(events.STAFF_ADDED, actor.actor(), changes=changes, person=row.id)
    return row


def change(number: int, wanted: Wanted, *, by: Member) -> bool:
    """Store what differs; whether anything did. Nobody changes their own access. Raises Invalid."""
    actor = access.acting(by)
    row = access.managed(actor, number)
    errors: dict[str, str] = {}
    checked = _checked(wanted, actor, row, errors)
    if errors:
        raise Invalid(errors)
    before = {"categories": access.categories_of(row.id), "teams": _teams_of(row.id)}
    old = {name: getattr(row, name) for name in checked.columns} | {"role": row.role_id}
    old |= before
    new = _told(checked) | {name: checked.columns[name] for name in ("name", "email")}
    differs = [name for name, value in new.items() if old[name] != value]
    if not differs:
        return False
    _stored(lambda: Staff.update(checked.columns).where(Staff.id == row.id).execute())
    _replace(row, before["categories"], checked.categories, before["teams"], checked.teams)
    access.check_somebody_administers()
    # Who somebody is called isn't told: people are references, so that one can be erased.
    shown = {name: (old[name], new[name]) for name in differs if name not in ("name", "email")}
    hidden = {name: (None, None) for name in differs if name in ("name", "email")}
    events.record(events.STAFF_CHANGED, actor.actor(), changes=shown | hidden, person=row.id)
    return True


def invite(number: int, *, by: Member) -> None:
    """Send a link by which the person sets a password: the first one, or a new one."""
    actor = access.acting(by)
    row = access.managed(actor, number)
    if not row.is_active:
        raise Invalid({"": _("Open the access again first.")})
    minutes = RESET_FOR if row.password else INVITED_FOR
    link = links.page(f"/admin/forgotten/{passwords.make_link(row, minutes)}")
    to = Recipient(row.email, row.name, row.language)
    if row.password:
        mail.password_reset(to, link=link, minutes=minutes)
    else:
        mail.invited(to, link=link, minutes=minutes, author=actor.name)
    events.record(events.STAFF_INVITED, actor.actor(), person=row.id)


def set_password(number: int, password: str, *, by: Member) -> None:
    """Give somebody a password at once, for desks without mail; their sessions end."""
    actor = access.acting(by)
    row = access.managed(actor, number)
    if row.id == actor.id:
        raise Invalid({"password": _("Your own password is changed under Password.")})
    hashed = security.hash_password(checked_password(password, row.name, row.email))
    Staff.update(password=hashed).where(Staff.id == row.id).execute()
    access.end_sessions(row)
    events.record(events.PASSWORD_CHANGED, actor.actor(), person=row.id)


def _checked(wanted: Wanted, actor: Member, row: Staff | None, errors: dict[str, str]) -> _Checked:
    columns: dict[str, Any] = {"name": wanted.name.strip()}
    if not columns["name"]:
        errors["name"] = _("Enter a name.")
    elif len(columns["name"]) > NAME_MOST:
        errors["name"] = _("At most %(num)d characters.") % {"num": NAME_MOST}
    columns |= _email(wanted.email, row, errors)
    columns["language"] = wanted.language
    if wanted.language and wanted.language not in i18n.available():
        errors["language"] = _("Choose a language from the list.")
    columns["timezone"] = wanted.timezone
    if wanted.timezone and wanted.timezone not in zones():
        errors["timezone"] = _("Choose a time zone from the list.")
    teams = _known(wanted.teams, (team.id for team in Team.select(Team.id)))
    if row is not None and row.id == actor.id:
        columns |= {"role": row.role_id, "all_categories": row.all_categories}
        return _Checked(columns, access.categories_of(row.id), teams)
    columns["role"] = _role(wanted.role, actor, errors)
    columns["all_categories"] = wanted.all_categories
    return _Checked(columns, _categories(wanted, actor, errors), teams)


def _email(typed: str, row: Staff | None, errors: dict[str, str]) -> dict[str, str]:
    try:
        email = checked_email(typed)
    except Invalid as wrong:
        errors |= wrong.errors
        return {"email": typed}
    same = (Staff.email_normal == normal_email(email)) & (Staff.id != (row.id if row else 0))
    if Staff.select(Staff.id).where(same).exists():
        errors["email"] = _("There is already somebody with this address.")
    return {"email": email, "email_normal": normal_email(email)}


def _role(value: str, actor: Member, errors: dict[str, str]) -> int:
    found = {str(role.id): role for role in Role.select()}.get(value)
    if found is None:
        errors["role"] = _("Choose a role from the list.")
        return 0
    if not access.held(found) <= actor.permissions:
        errors["role"] = _("You can only give permissions that you have yourself.")
    return int(found.id)


def _categories(wanted: Wanted, actor: Member, errors: dict[str, str]) -> list[int]:
    chosen = _known(wanted.categories, (label.id for label in categories.every()))
    if wanted.all_categories:
        chosen = []
    elif not chosen:
        errors["categories"] = _("Choose at least one category, or all.")
    if not access.within(actor, None if wanted.all_categories else chosen):
        errors["categories"] = _("You can only give categories that you see yourself.")
    return chosen


def _known(values: Iterable[str], ids: Iterable[int]) -> list[int]:
    wanted = set(values)
    return sorted(number for number in ids if str(number) in wanted)


def _told(checked: _Checked) -> dict[str, Any]:
    """What of a person the event tells."""
    named = ("role", "all_categories", "language", "timezone")
    told = {name: checked.columns[name] for name in named}
    return told | {"categories": checked.categories, "teams": checked.teams}


def _stored(write: Any) -> Any:
    try:
        with db.transaction():
            return write()
    except db.IntegrityError as error:  # somebody else took the address this very moment
        words = _("There is already somebody with this address.")
        raise Invalid({"email": words}) from error


def _teams_of(number: int) -> list[int]:
    rows = TeamMember.select(TeamMember.team).where(TeamMember.staff == number)
    return sorted(row.team_id for row in rows)


def _replace(
    row: Staff, had: list[int], categories_: list[int], in_teams: list[int], teams: list[int]
) -> None:
    """Make the rows of categories and teams what was chosen."""
    if had != categories_:
        StaffCategory.delete().where(StaffCategory.staff == row.id).execute()
        if categories_:
            wanted = [{"staff": row.id, "category": number} for number in categories_]
            StaffCategory.insert_many(wanted).execute()
    if in_teams != teams:
        TeamMember.delete().where(TeamMember.staff == row.id).execute()
        if teams:
            members = [{"staff": row.id, "team": number} for number in teams]
            TeamMember.insert_many(members).execute()
