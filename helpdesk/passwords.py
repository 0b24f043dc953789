"""Links by which a staff member sets a new password: signed, for a while, good for one time.

Nothing is stored: the signature covers the password's present hash, so that a link is worthless
as soon as a password was set, by it or in any other way.
"""

import time

from helpdesk import secrets
from helpdesk.schema import Staff

_PURPOSE = "password link"
_DIGITS = 18


def make_link(staff: Staff, minutes: int) -> str:
    """The key of a link for this person."""
    until = int(time.time()) + minutes * 60
    return f"{staff.id}-{until}-{secrets.signature(_PURPOSE, _told(staff, until))}"


def check(key: str) -> Staff | None:
    """Whose key this is; None when it is none, too old, used, or the person left."""
    number, _dash, rest = key.partition("-")
    until, _dash, given = rest.partition("-")
    if not all(one.isdecimal() and len(one) <= _DIGITS for one in (number, until)):
        return None
    row: Staff | None = Staff.get_or_none((Staff.id == int(number)) & Staff.is_active)
    fits = row is not None and secrets.is_signed(_PURPOSE, _told(row, int(until)), given)
    return row if fits and int(until) > time.time() else None


def _told(staff: Staff, until: int) -> str:
    return f"{staff.id} {until} {staff.password or ''}"
