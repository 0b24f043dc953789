"""Trying out a mail server before anything depends on it, within a strict limit of time."""

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpdesk import addresses, i18n, settings
from helpdesk.i18n import _

if TYPE_CHECKING:
    from helpdesk.mail.letter import Letter
    from helpdesk.mail.smtp import Connection

SECONDS = 10.0
STEP = 8.0  # for one answer
# Beside which setting a kind of trouble is told.
FIELDS = {
    "missing": "mail.host",
    "name": "mail.host",
    "refused": "mail.port",
    "silent": "mail.port",
    "unreachable": "mail.host",
    "hung up": "mail.port",
    "busy": "mail.host",
    "tls": "mail.security",
    "no starttls": "mail.security",
    "no login": "mail.security",
    "certificate": "mail.verify",
    "login": "mail.password",
    "login needed": "mail.user",
    "password lost": "mail.password",
    "sender": "mail.from_address",
    "relay": "mail.from_address",
    "no sendmail": "mail.method",
}


@dataclass(frozen=True)
class Outcome:
    """Whether it works, and words that say what to do; `kind` tells programs."""

    works: bool
    words: str
    kind: str = ""

    @property
    def field(self) -> str:
        """The setting that it is about; '' for none."""
        return "" if self.works else FIELDS.get(self.kind, "")


def test_connection(values: Mapping[str, Any] | None = None, seconds: float = SECONDS) -> Outcome:
    """Try the settings, or those with `values` (by key, as from `settings.parsed`) in their place:
    name, connection, encryption, log-in, sender. Sends nothing, needs no transaction, and comes
    back within `seconds` whatever the server does."""
    known = {key: _value(key, values or {}) for key in settings.REGISTRY if key.startswith("mail.")}
    if known["mail.method"] == "sendmail":
        return _sendmail()
    if not known["mail.host"] or not known["mail.from_address"]:
        return Outcome(False, _("Enter the mail server and the sender's address first."), "missing")
    return _within(seconds, lambda: _tried(known, seconds))


def send_mail(
    to: str,
    values: Mapping[str, Any] | None = None,
    *,
    title: str = "",
    url: str = "",
    seconds: float = SECONDS,
) -> Outcome:
    """Send a test mail at once by the settings, or by those with `values` in their place, as
    `test_connection` does; `title` and `url` are the desk's where it isn't made yet."""
    known = {key: _value(key, values or {}) for key in settings.REGISTRY if key.startswith("mail.")}
    is_smtp = known["mail.method"] != "sendmail"
    if not known["mail.from_address"] or (is_smtp and not known["mail.host"]):
        return Outcome(False, _("Enter the mail server and the sender's address first."), "missing")
    from helpdesk.mail import composing, letter

    title = title or settings.get("site.title")
    sender = letter.Sender(
        known["mail.from_address"], known["mail.from_name"] or title, known["mail.reply_to"]
    )
    try:
        made = composing.test_letter(to, sender, title=title, url=url or settings.get("site.url"))
    except addresses.Unusable:
        words = _("No mail can be sent to the address %(email)s.")
        return Outcome(False, words % {"email": to}, "recipient")
    return _within(seconds, lambda: _sent(known, made, seconds))


def _sent(known: Mapping[str, Any], made: "Letter", seconds: float) -> Outcome:
    from helpdesk.mail import sendmail
    from helpdesk.mail.troubles import Trouble

    begun = time.monotonic()
    try:
        if known["mail.method"] == "sendmail":
            sendmail.send(made)
        else:
            with contextlib.closing(_connection(known, seconds)) as connection:
                connection.open()
                connection.send(made)
    except Trouble as found:
        return Outcome(False, str(found), found.kind)
    words = _("Taken in %(time).1f s, on its way to %(email)s.")
    return Outcome(True, words % {"time": time.monotonic() - begun, "email": made.recipient})


def _tried(known: Mapping[str, Any], seconds: float) -> Outcome:
    from helpdesk.mail.troubles import Trouble

    sender = addresses.on_the_wire(known["mail.from_address"])
    try:
        with contextlib.closing(_connection(known, seconds)) as connection:
            connection.open()
            connection.check_sender(sender)
    except Trouble as found:
        return Outcome(False, str(found), found.kind)
    words = _("%(host)s takes mails from %(email)s.")
    return Outcome(True, words % {"host": known["mail.host"], "email": sender})


def _connection(known: Mapping[str, Any], seconds: float) -> "Connection":
    from helpdesk.mail.smtp import Connection, Server

    sender = addresses.on_the_wire(known["mail.from_address"])
    return Connection(
        Server(
            known["mail.host"],
            known["mail.port"],
            known["mail.security"],
            known["mail.user"],
            known["mail.password"],
            known["mail.verify"],
            min(STEP, seconds * 0.8, known["mail.timeout"]),
            sender.rpartition("@")[2],
        )
    )


def _sendmail() -> Outcome:
    from helpdesk.mail import sendmail

    if program := sendmail.found():
        return Outcome(True, _("Mails are handed to %(program)s.") % {"program": program})
    words = _("This machine has no sendmail program. Use a mail server.")
    return Outcome(False, words, "no sendmail")


def _value(key: str, given: Mapping[str, Any]) -> Any:
    return given[key] if key in given else settings.get(key)


def _within(seconds: float, work: Callable[[], Outcome]) -> Outcome:
    """In a thread of its own, which is left behind when it takes too long: looking up a name can't
    be given a limit otherwise."""
    found: list[Outcome] = []
    language = i18n.language()

    def run() -> None:
        with i18n.speaking(language):
            found.append(work())

    thread = threading.Thread(target=run, name="helpdesk-mail-test", daemon=True)
    thread.start()
    thread.join(seconds)
    if found:
        return found[0]
    words = _("The mail server doesn't answer in time. Check name and port.")
    return Outcome(False, words, "silent")
