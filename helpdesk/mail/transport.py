"""How rows of the outbox become mails on their way.

What makes and sends them is loaded with the first mail: on hosts that start a process per request
every page would pay for it.
"""

import json
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from helpdesk import outbox, settings, throttle
from helpdesk.clock import now
from helpdesk.errors import TooMany
from helpdesk.i18n import _
from helpdesk.mail import kinds, queue, recipients
from helpdesk.schema import Outbox

if TYPE_CHECKING:
    from helpdesk.mail.smtp import Connection
    from helpdesk.mail.troubles import Trouble

TOO_OLD = timedelta(days=3)  # due for so long a mail would only surprise
HOUR = 3600
_mine = threading.local()


def missing() -> str:
    """What keeps mails from being sent at all, in words; '' when everything is named."""
    if settings.get("mail.method") == "off":
        return _("Mails are switched off.")
    if not settings.get("mail.from_address"):
        return _("The sender's address is missing.")
    if settings.get("mail.method") == "smtp" and not settings.get("mail.host"):
        return _("The name of the mail server is missing.")
    if not settings.get("site.url"):
        return _("The address of the desk is missing, so mails would have no links.")
    return ""


def is_ready() -> bool:
    """Whether mails can be sent; until then they wait."""
    return not missing()


def deliver(row: Outbox) -> None:
    """Make a mail and hand it over; raises outbox's Later, Blocked, Refused or Expired."""
    if row.due < now() - TOO_OLD:
        raise outbox.Expired(_("It waited for more than three days and wasn't sent any more."))
    from helpdesk.mail import composing, sendmail
    from helpdesk.mail.troubles import Trouble

    letter = composing.compose(row)
    try:
        if settings.get("mail.method") == "sendmail":
            sendmail.send(letter)
        else:
            _connection().send(letter)
    except Trouble as found:
        raise _for_the_outbox(found) from found


def finish() -> None:
    """End the run: good-bye to the server."""
    connection: Connection | None = getattr(_mine, "connection", None)
    if connection is not None:
        _mine.connection = None
        connection.close()


def given_up(row: Outbox, words: str) -> None:
    """Tell the administrators, at most once an hour for each kind of mail."""
    kind = json.loads(row.payload).get("template", "")
    if kind in (kinds.FAILED, kinds.TEST):
        return
    try:
        throttle.hit("mail failed", kind, 1, HOUR)
    except TooMany:
        return
    everybody = recipients.administrators()
    to = [person for person in everybody if person.email != row.recipient]
    queue.failed(to, email=row.recipient, reason=words)


def _connection() -> "Connection":
    """The one of this run; settings that changed meanwhile begin a new one."""
    from helpdesk.mail.smtp import Connection, Server

    server = Server.from_settings()
    connection: Connection | None = getattr(_mine, "connection", None)
    if connection is None or connection.server != server:
        finish()
        connection = _mine.connection = Connection(server)
    return connection


def _for_the_outbox(found: "Trouble") -> Exception:
    from helpdesk.mail import troubles

    if found.kind in troubles.FOR_GOOD:
        return outbox.Refused(str(found))
    if found.kind in troubles.FOR_NOW:
        return outbox.Later(str(found))
    return outbox.Blocked(str(found))


outbox.carry(queue.MAIL, deliver, ready=is_ready, finish=finish, failed=given_up)
