"""Links by which staff choose a password: when it is forgotten, and when somebody is invited.

Nothing is stored for a link. Its key is signed over the person, their address, the time at which it
ends and the present password, so it works once: the new password makes it worthless, and so does
every other link that was sent before.
"""

import time

from helpdesk import db, events, mail, secrets, security, settings
from helpdesk.customers import normal_email
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.jobs import Slice, enqueue, job
from helpdesk.mail import Recipient
from helpdesk.schema import Staff
from helpdesk.staff import checked_password

FORGOTTEN = 60  # minutes that the link for a forgotten password works
INVITED = 7 * 24 * 60  # minutes that the link of an invitation works
SEND = "staff.password_link"
_PURPOSE = "password link"
_LONGEST = 100  # characters of a key


def make_link(row: Staff, minutes: int = FORGOTTEN) -> str:
    """A key that lets whoever holds it choose a new password for a person, once."""
    ends = int(time.time()) + minutes * 60
    return f"{row.id}-{ends}-{secrets.signature(_PURPOSE, _told(row, ends))}"


def address(key: str) -> str:
    """The page that a key opens, seen from outside."""
    return str(settings.get("site.url")).rstrip("/") + f"/admin/forgotten/{key}"


def check(key: str) -> Staff | None:
    """The person whose password a key may replace; None if it is no key, used, or too old."""
    number, _dash, rest = key[:_LONGEST].partition("-")
    ends, _dash, given = rest.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 18 for part in (number, ends)):
        return None
    row: Staff | None = Staff.get_or_none((Staff.id == int(number)) & Staff.is_active)
    fits = row is not None and secrets.is_signed(_PURPOSE, _told(row, int(ends)), given)
    return row if fits and int(ends) > time.time() else None


def ask(email: str) -> None:
    """Send the link to an address that is somebody's. A job looks whose it is, so that nobody can
    tell by the work done here."""
    enqueue(SEND, {"email": normal_email(email)[:190]})


def send(row: Staff, minutes: int = FORGOTTEN) -> None:
    """Write the mail with the link; it goes out after the commit."""
    to = Recipient(row.email, row.name, row.language)
    mail.password_reset(to, link=address(make_link(row, minutes)), minutes=minutes)


def set_new(key: str, *, new: str, again: str) -> Staff:
    """Replace the password of a key's person; the caller ends their sessions. Raises Invalid."""
    row = check(key)
    if row is None:
        raise Invalid({"": _("This link doesn't work any more. Ask for a new one.")})
    checked_password(new, row.name, row.email, field="new")
    if new != again:
        raise Invalid({"again": _("The two new passwords differ.")})
    same = Staff.password.is_null() if row.password is None else Staff.password == row.password
    hashed = security.hash_password(new)
    if not Staff.update(password=hashed).where((Staff.id == row.id) & same).execute():
        raise Invalid({"": _("This link doesn't work any more. Ask for a new one.")})
    events.record(events.PASSWORD_RESET, Actor("staff", "panel", staff=row.id))
    return row


@job(SEND)
def send_asked(piece: Slice) -> None:
    """Somebody asked for a link; who isn't there, or not any more, gets nothing."""
    wanted = (Staff.email_normal == piece.payload["email"]) & Staff.is_active
    with db.transaction():
        row: Staff | None = Staff.get_or_none(wanted)
        if row is not None:
            send(row)
            events.record(events.PASSWORD_ASKED, Actor("staff", "panel", staff=row.id))


def _told(row: Staff, ends: int) -> str:
    return f"{row.id} {ends} {row.email_normal} {row.password or ''}"
