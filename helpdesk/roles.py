"""Roles: named sets of permissions. The ready-made ones stay as they are; copies are one's own."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import fn

from helpdesk import db, events, permissions
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.i18n import N_, _
from helpdesk.schema import Role, Staff
from helpdesk.staff import Member
from helpdesk.staffing import access

NAME_MOST = 190
GROUPS = {
    "tickets": N_("Tickets"),
    "customers": N_("Customers"),
    "administration": N_("Administration"),
}


@dataclass(frozen=True)
class Listed:
    """A role with how many people have it."""

    id: int
    name: str
    is_ready_made: bool
    permissions: frozenset[str]
    people: int


def every() -> list[Listed]:
    """The ready-made ones first, then by name; one query."""
    people = Staff.select(fn.COUNT(Staff.id)).where(Staff.role == Role.id).alias("people")
    rows = Role.select(Role, people).order_by(Role.is_ready_made.desc(), Role.name).objects()
    return [
        Listed(row.id, row.name, row.is_ready_made, access.held(row), row.people) for row in rows
    ]


def one(number: int) -> Listed:
    """A role by its id; raises NotFound."""
    for role in every():
        if role.id == number:
            return role
    raise NotFound


def groups() -> list[tuple[str, list[permissions.Permission]]]:
    """All permissions by group, in the order of the registry; words are keys for gettext."""
    found: dict[str, list[permissions.Permission]] = {}
    for permission in permissions.REGISTRY.values():
        found.setdefault(permission.group, []).append(permission)
    return [(GROUPS.get(group, group), listed) for group, listed in found.items()]


def may_change(by: Member, role: Listed) -> bool:
    """Whether a role is one's own making and within one's own rights."""
    return not role.is_ready_made and role.permissions <= by.permissions


def add(name: str, keys: Collection[str], *, by: Member) -> Role:
    """A new role; raises Invalid, also for a permission that one doesn't have oneself."""
    actor = access.acting(by)
    values = _checked(name, keys, actor, None)
    role: Role = _stored(lambda: Role.create(**values))
    changes = {"name": (None, role.name), "permissions": (None, sorted(keys))}
    events.record(events.ROLE_ADDED, actor.actor(), changes=changes, role=role.id)
    return role


def change(number: int, name: str, keys: Collection[str], *, by: Member) -> bool:
    """Another name or other permissions, for everybody who has the role, at once."""
    actor = access.acting(by)
    role = _changeable(number, actor)
    values = _checked(name, keys, actor, role)
    old, changes = {"name": role.name, "permissions": sorted(access.held(role))}, {}
    for key, new in (("name", values["name"]), ("permissions", sorted(keys))):
        if old[key] != new:
            changes[key] = (old[key], new)
    if not changes:
        return False
    _stored(lambda: Role.update(values).where(Role.id == role.id).execute())
    access.check_somebody_administers()
    events.record(events.ROLE_CHANGED, actor.actor(), changes=changes, role=role.id)
    return True


def delete(number: int, *, people_to: str, by: Member) -> None:
    """Remove a role; whoever has it gets another one. Raises Invalid while nobody said which."""
    actor = access.acting(by)
    role = _changeable(number, actor)
    having = list(db.locked(Staff.select(Staff.id).where(Staff.role == role.id)))
    if having:
        heir = _heir(people_to, role, actor)
        if any(row.id == actor.id for row in having):
            words = _("This is your own role. Somebody else has to give you another one first.")
            raise Invalid({"to": words})
        Staff.update(role=heir).where(Staff.role == role.id).execute()
        access.check_somebody_administers()
        for row in having:
            changes = {"role": (role.id, heir)}
            events.record(events.STAFF_CHANGED, actor.actor(), changes=changes, person=row.id)
    try:
        with db.transaction():
            role.delete_instance()
    except db.IntegrityError as error:  # somebody was given it this very moment
        raise Invalid({"": _("Somebody has this role. Reload the page.")}) from error
    events.record(
        events.ROLE_DELETED, actor.actor(), changes={"name": (role.name, None)}, role=number
    )


def _changeable(number: int, actor: Member) -> Any:
    role = next(iter(db.locked(Role.select().where(Role.id == number))), None)
    if role is None:
        raise NotFound
    if role.is_ready_made:
        raise Invalid({"": _("This role is ready-made and stays as it is. Make a copy of it.")})
    if not access.held(role) <= actor.permissions:
        raise Forbidden(_("This role holds permissions that you don't have yourself."))
    return role


def _checked(name: str, keys: Collection[str], actor: Member, role: Role | None) -> dict[str, Any]:
    errors, name = {}, name.strip()
    if not name:
        errors["name"] = _("Enter a name.")
    elif len(name) > NAME_MOST:
        errors["name"] = _("At most %(num)d characters.") % {"num": NAME_MOST}
    elif any(
        other.name.casefold() == name.casefold() and (role is None or other.id != role.id)
        for other in Role.select(Role.id, Role.name)
    ):
        errors["name"] = _("There is already one with this name.")
    if not set(keys) <= actor.permissions:
        errors["permissions"] = _("You can only give permissions that you have yourself.")
    if errors:
        raise Invalid(errors)
    return {"name": name, "permissions": json.dumps(sorted(keys))}


def _stored(write: Any) -> Any:
    try:
        with db.transaction():
            return write()
    except db.IntegrityError as error:  # engines call names equal that Python doesn't
        raise Invalid({"name": _("There is already one with this name.")}) from error


def _heir(value: str, role: Role, actor: Member) -> int:
    found = {str(other.id): other for other in Role.select() if other.id != role.id}.get(value)
    if found is None:
        raise Invalid({"to": _("Choose which role its people get.")})
    if not access.held(found) <= actor.permissions:
        raise Invalid({"to": _("You can only give permissions that you have yourself.")})
    return int(found.id)
