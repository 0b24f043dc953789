"""People who answer: signing in, passwords, what each may do."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from helpdesk import customers, db, events, permissions, security
from helpdesk.clock import now
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Role, Staff, StaffCategory

Sight: TypeAlias = dict[int, frozenset[int]]


@dataclass(frozen=True)
class Member:
    """A signed-in staff member with everything that access rules ask for."""

    id: int
    name: str
    email: str
    language: str
    timezone: str
    permissions: frozenset[str]
    categories: frozenset[int] | None = field(default=None)  # None: all of them
    list_view: str = ""  # the list that they begin with; '' is that of all open tickets
    toured: bool = True  # needs nobody to show them around any more

    def can(self, key: str) -> bool:
        """Whether a permission of the registry is held."""
        if key not in permissions.REGISTRY:
            raise KeyError(key)
        return key in self.permissions

    def actor(self, channel: str = "panel") -> Actor:
        """This person as the author of events."""
        return Actor("staff", channel, staff=self.id)


def member(row: Staff) -> Member:
    """What the access rules need to know about a staff row, as it is at present."""
    return _member(row.id, row, permissions_in(row.role.permissions), _sight)


def known(number: int, row: Any, role: int) -> Member:
    """The same for columns read together with others; what the role may do and which categories
    are in sight is remembered for a moment, see `db.remembered`."""
    return _member(number, row, permissions_of(role), _remembered_sight)


def _member(number: int, row: Any, allowed: frozenset[str], sight: Callable[[], Sight]) -> Member:
    categories = None if row.all_categories else sight().get(number, frozenset())
    told = (row.name, row.email, row.language, row.timezone)
    return Member(number, *told, allowed, categories, row.list_view, bool(row.toured))


def permissions_of(role: int) -> frozenset[str]:
    """What a role may do; remembered for a moment."""
    every = db.remembered("permissions", (Role,), _permissions)
    if role not in every:  # another process has made it just now
        every = _permissions()
    return every[role]


def _permissions() -> dict[int, frozenset[str]]:
    rows = Role.select(Role.id, Role.permissions).tuples()
    return {role: permissions_in(allowed) for role, allowed in rows}


def permissions_in(allowed: str) -> frozenset[str]:
    """The permissions in a role's JSON list, as far as this release knows them."""
    return frozenset(json.loads(allowed)) & permissions.REGISTRY.keys()


def _remembered_sight() -> Sight:
    return db.remembered("sight", (StaffCategory,), _sight)


def _sight() -> Sight:
    """The categories of everybody who sees some only."""
    found: dict[int, set[int]] = {}
    for staff, category in StaffCategory.select(
        StaffCategory.staff, StaffCategory.category
    ).tuples():
        found.setdefault(staff, set()).add(category)
    return {staff: frozenset(categories) for staff, categories in found.items()}


def add(*, name: str, email: str, password: str = "", password_hash: str = "", role: Role) -> Staff:
    """A new staff member; raises Invalid for a bad address or password."""
    email = customers.checked_email(email)
    hashed = password_hash or security.hash_password(checked_password(password, name, email))
    if Staff.select().where(Staff.email_normal == customers.normal_email(email)).exists():
        raise Invalid({"email": _("There is already somebody with this address.")})
    created: Staff = Staff.create(
        name=name.strip(),
        email=email,
        email_normal=customers.normal_email(email),
        password=hashed,
        role=role,
    )
    return created


def sign_in(email: str, password: str) -> Staff:
    """The staff member whose address and password fit; the same answer for every kind of no."""
    wanted = (Staff.email_normal == customers.normal_email(email)) & Staff.is_active
    row: Staff | None = Staff.get_or_none(wanted)
    if not security.verify_password(password, row.password if row else None) or row is None:
        raise Invalid(
            {"": _("The e-mail address or the password is wrong. Check both and try again.")}
        )
    if security.password_needs_rehash(row.password):
        row.password = security.hash_password(password)
    row.last_login = now()
    row.save(only=[Staff.password, Staff.last_login])
    events.record(events.SIGNED_IN, Actor("staff", "panel", staff=row.id))
    return row


def check_password(member: Member, password: str) -> None:
    """That it is really they who sit there, before what can't be taken back. Raises Invalid."""
    row: Staff = Staff.get_by_id(member.id)
    if not security.verify_password(password, row.password):
        raise Invalid({"password": _("This isn't your present password.")})


def change_password(member: Member, *, current: str, new: str, again: str) -> None:
    """Replace one's own password; the caller ends the other sessions. Raises Invalid."""
    row: Staff = Staff.get_by_id(member.id)
    if not security.verify_password(current, row.password):
        raise Invalid({"current": _("This isn't your present password.")})
    checked_password(new, row.name, row.email, field="new")
    if new != again:
        raise Invalid({"again": _("The two new passwords differ.")})
    row.password = security.hash_password(new)
    row.save(only=[Staff.password])
    events.record(events.PASSWORD_CHANGED, member.actor())


def checked_password(password: str, *personal: str, field: str = "password") -> str:
    """A password that is long enough and isn't one's name or address (ASVS 6.2), or Invalid."""
    if len(password) < security.PASSWORD_LEAST:
        raise Invalid(
            {
                field: _("Use at least %(num)d characters; a sentence is easy to remember.")
                % {"num": security.PASSWORD_LEAST}
            }
        )
    if len(password) > security.PASSWORD_MOST:
        raise Invalid({field: _("At most %(num)d characters.") % {"num": security.PASSWORD_MOST}})
    plain = password.casefold()
    if len(set(plain)) < 4 or any(p and plain == p.casefold() for p in personal):
        raise Invalid({field: _("This password is too easy to guess. Try a short sentence.")})
    return password
