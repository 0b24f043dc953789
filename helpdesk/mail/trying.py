"""Trying out a mail server before anything depends on it, within a strict limit of time."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk import addresses, i18n, settings
from helpdesk.i18n import _

SECONDS = 10.0
STEP = 8.0  # for one answer


@dataclass(frozen=True)
class Outcome:
    """Whether it works, and words that say what to do; `kind` tells programs."""

    works: bool
    words: str
    kind: str = ""


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


def _tried(known: Mapping[str, Any], seconds: float) -> Outcome:
    from helpdesk.mail.smtp import Connection, Server
    from helpdesk.mail.troubles import Trouble

    sender = addresses.on_the_wire(known["mail.from_address"])
    connection = Connection(
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
    try:
        connection.open()
        connection.check_sender(sender)
    except Trouble as found:
        return Outcome(False, str(found), found.kind)
    finally:
        connection.close()
    words = _("%(host)s takes mails from %(email)s.")
    return Outcome(True, words % {"host": known["mail.host"], "email": sender})


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
