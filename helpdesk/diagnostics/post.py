"""Outgoing mail: what was sent last, what waits, what failed."""

from collections.abc import Iterator

from peewee import fn

from helpdesk import dates, mail
from helpdesk.diagnostics.facts import GOOD, WARN, Around, Fact
from helpdesk.i18n import _
from helpdesk.mail.journal import COUNTED
from helpdesk.schema import Outbox

PAGE = "/admin/mail"


def facts(around: Around) -> Iterator[Fact]:
    """Trouble first; numbers only, for whom a mail was is nobody's business here."""
    words = mail.trouble()
    if words:
        yield Fact(_("Trouble"), "", WARN, "", page=PAGE, way=_("See the mails"), private=words)
    last = Outbox.select(fn.MAX(Outbox.sent)).where(Outbox.state == "sent").scalar()
    when = Outbox.sent.python_value(last)
    yield Fact(
        _("Last sent"), dates.moment(when.astimezone(around.zone)) if when else _("nothing yet")
    )
    found = mail.counts()
    for name, title in (("sent", _("Sent today")), ("waiting", _("Waiting"))):
        yield Fact(title, _count(found[name]))
    failed = found["failed"]
    how = WARN if failed else GOOD
    link = {"page": PAGE, "way": _("See the mails")} if failed else {}
    yield Fact(_("Could not be sent"), _count(failed), how, **link)


def _count(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number)
