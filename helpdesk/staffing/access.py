"""Who may change whose access, and that somebody is always left who can.

All verbs that change roles or people begin with `acting`: it holds the roles, so that one comes
after the other, and reads who acts as they are at present. Two administrators who take each
other's rights at the same moment do it one after the other, and the second isn't one any more.
"""

from collections.abc import Collection

from helpdesk import db
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.i18n import _
from helpdesk.schema import Role, Session, Staff, StaffCategory
from helpdesk.staff import Member, member, permissions_in

NEEDED = frozenset({"settings.change", "staff.manage"})  # what nobody can mend from outside


def acting(actor: Member) -> Member:
    """Who acts, as they are at present; raises Forbidden when they may not any more."""
    list(db.locked(Role.select(Role.id).order_by(Role.id)))
    row = _present(actor.id)
    if row is None or not row.is_active or not member(row).can("staff.manage"):
        raise Forbidden
    return member(row)


def row_of(number: int) -> Staff:
    """A staff member with the role; raises NotFound."""
    found: Staff | None = Staff.select(Staff, Role).join(Role).where(Staff.id == number).first()
    if found is None:
        raise NotFound
    return found


def managed(actor: Member, number: int) -> Staff:
    """The same as at present, for somebody who may change them; raises Forbidden."""
    row = _present(number)
    if row is None:
        raise NotFound
    if not may_manage(actor, row):
        raise Forbidden(_("This person may do things that you may not, so you can't change them."))
    return row


def may_manage(actor: Member, row: Staff) -> bool:
    """Whether a person's access is within one's own: who could change somebody with more rights
    could take these rights, by a new address and a new password."""
    theirs = member(row)
    return theirs.permissions <= actor.permissions and within(actor, theirs.categories)


def within(actor: Member, categories: Collection[int] | None) -> bool:
    """Whether these categories (None: all) are among those that somebody may see."""
    if actor.categories is None:
        return True
    return categories is not None and set(categories) <= actor.categories


def held(role: Role) -> frozenset[str]:
    """The permissions of a role, as far as this release knows them."""
    return permissions_in(role.permissions)


def check_somebody_administers() -> None:
    """Raise Invalid when a change would leave nobody who can change settings and staff."""
    query = (
        Staff.select(Staff, Role).join(Role).where(Staff.is_active & Staff.password.is_null(False))
    )
    if not any(held(row.role) >= NEEDED for row in db.locked(query.order_by(Staff.id))):
        words = _(
            "Somebody must be left who can change settings and manage staff, and has a password."
        )
        raise Invalid({"": words})


def end_sessions(row: Staff) -> None:
    """Sign somebody out everywhere."""
    Session.delete().where(Session.staff == row.id).execute()


def categories_of(number: int) -> list[int]:
    """The chosen categories of a person, in order."""
    rows = StaffCategory.select(StaffCategory.category).where(StaffCategory.staff == number)
    return sorted(row.category for row in rows)


def _present(number: int) -> Staff | None:
    query = Staff.select(Staff, Role).join(Role).where(Staff.id == number)
    found: Staff | None = next(iter(db.locked(query)), None)
    return found
