"""The end of somebody's access, and its return. People stay: the history is theirs."""

from helpdesk import events, numbers, tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.schema import Staff
from helpdesk.staff import Member, member
from helpdesk.staffing import access

LEAVE, NOBODY = "leave", "nobody"  # what becomes of the open tickets, else the id of who gets them


def deactivate(number: int, *, tickets_to: str, by: Member) -> bool:
    """End the access and all sessions, and hand the open tickets over; whether all of these have
    been moved already. Raises Invalid for oneself and for the last who can administer."""
    actor = access.acting(by)
    row = access.managed(actor, number)
    if row.id == actor.id:
        raise Invalid({"": _("You can't end your own access. Somebody else has to.")})
    heir = _heir(tickets_to, row)
    if row.is_active:
        Staff.update(is_active=False).where(Staff.id == row.id).execute()
        access.check_somebody_administers()
        changes = {"is_active": (True, False)}
        events.record(events.STAFF_CHANGED, actor.actor(), changes=changes, person=row.id)
    access.end_sessions(row)
    if tickets_to == LEAVE:
        return True
    return tickets.hand_over(row.id, heir, actor=actor.actor())


def reactivate(number: int, *, by: Member) -> None:
    """Open the access again, with the role and the password from before."""
    actor = access.acting(by)
    row = access.managed(actor, number)
    if not row.is_active:
        Staff.update(is_active=True).where(Staff.id == row.id).execute()
        changes = {"is_active": (False, True)}
        events.record(events.STAFF_CHANGED, actor.actor(), changes=changes, person=row.id)


def _heir(value: str, row: Staff) -> int | None:
    if value in (LEAVE, NOBODY):
        return None
    found = Staff.get_or_none((Staff.id == numbers.row_id(value)) & Staff.is_active)
    if found is None or found.id == row.id or not member(found).can("tickets.view"):
        raise Invalid({"to": _("Choose who gets the open tickets.")})
    return int(found.id)
