"""What went wrong with a mail server, in words that say what to do."""

import smtplib
import socket
import ssl
from dataclasses import dataclass

from helpdesk.i18n import _

# Troubles of this mail only, for good: the server would say the same to every try.
FOR_GOOD = frozenset({"recipient", "size", "relay", "content", "utf8"})
# Troubles of this mail only, for now.
FOR_NOW = frozenset({"later", "dropped"})
# Every other kind concerns the way to the server, so all mails.


@dataclass
class Trouble(Exception):
    """A kind, words for people, and what the server itself said."""

    kind: str
    words: str
    said: str = ""

    def __str__(self) -> str:
        if not self.said:
            return self.words
        return self.words + " " + _("The mail server says: %(said)s") % {"said": self.said}


def on_the_way(error: BaseException, host: str, port: int, security: str) -> Trouble:
    """Why the server can't be reached or talked to."""
    told = {"host": host, "port": port}
    match error:
        case Trouble():
            return error
        case socket.gaierror() | UnicodeError():
            return Trouble("name", _("There is no server called %(host)s. Check the name.") % told)
        case ssl.SSLCertVerificationError():
            words = _(
                "The certificate of %(host)s isn't right for it (%(why)s). Use the name that the "
                "certificate is for; for a server of your own the check can be switched off."
            )
            return Trouble("certificate", words % {**told, "why": error.verify_message})
        case ssl.SSLError():
            return _no_tls(told, security)
        case ConnectionRefusedError():
            words = _("%(host)s takes no connection on port %(port)d. Check the port.")
            return Trouble("refused", words % told)
        case TimeoutError():
            words = _("%(host)s doesn't answer on port %(port)d. Your host may block this port.")
            return Trouble("silent", words % told)
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return _says_nothing(told, security)
        case smtplib.SMTPResponseException():
            return Trouble("busy", _("The mail server doesn't want to talk now."), reply(error))
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            words = _("%(host)s hung up. Port and encryption may not fit each other.") % told
            return Trouble("hung up", words)
        case OSError():
            words = _("%(host)s can't be reached (%(why)s).")
            return Trouble("unreachable", words % {**told, "why": error.strerror or error})
    return Trouble(
        "unknown", _("The mail server can't be used."), f"{type(error).__name__}: {error}"
    )


def no_starttls(host: str) -> Trouble:
    """A server that can't be talked to in secret on this port."""
    words = _("%(host)s doesn't offer STARTTLS on this port. Try TLS with port 465.")
    return Trouble("no starttls", words % {"host": host})


def login(code: int, said: bytes | str) -> Trouble:
    """A refused log-in."""
    text = line(code, said)
    if 400 <= code < 500:
        return Trouble("busy", _("The mail server takes no log-in at the moment."), text)
    words = _(
        "The mail server refuses user name or password. Some providers want an app password, or "
        "the whole address as user name."
    )
    return Trouble("login", words, text)


def no_login() -> Trouble:
    """A server that knows no log-in by password, at least not without encryption."""
    words = _(
        "The mail server offers no log-in here. Try STARTTLS or TLS, or leave out the user name."
    )
    return Trouble("no login", words)


def sender(code: int, said: bytes | str, address: str) -> Trouble:
    """The envelope's sender wasn't taken."""
    text = line(code, said)
    if code == 530:
        words = _("The mail server wants a user name and password (or encryption first).")
        return Trouble("login needed", words, text)
    if 400 <= code < 500:
        return Trouble("busy", _("The mail server takes no mail at the moment."), text)
    words = _("The mail server doesn't let us send as %(email)s. Use the address of the mailbox.")
    return Trouble("sender", words % {"email": address}, text)


def recipient(code: int, said: bytes | str, address: str) -> Trouble:
    """The recipient wasn't taken, or the mail wasn't."""
    text = line(code, said)
    told = {"email": address}
    if code == 421:
        return Trouble("busy", _("The mail server takes no mail at the moment."), text)
    if 400 <= code < 500:
        return Trouble("later", _("The mail is tried again later."), text)
    if code == 530:
        return sender(code, said, address)
    lower = text.lower()
    if code == 552 or "5.2.2" in lower or "5.3.4" in lower:
        words = _("The mailbox of %(email)s is full, or the mail too large for it.")
        return Trouble("size", words % told, text)
    if "relay" in lower or ("5.7.1" in lower and code in (550, 554)):
        words = _(
            "The mail server doesn't pass mails on to %(email)s. It may want a log-in first, or "
            "another sender."
        )
        return Trouble("relay", words % told, text)
    return Trouble("recipient", _("The mail to %(email)s is refused.") % told, text)


def line(code: int, said: bytes | str) -> str:
    """A server's answer as one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())[:500]


def reply(error: smtplib.SMTPResponseException) -> str:
    """The same of an exception."""
    return line(error.smtp_code, error.smtp_error)


def _no_tls(told: dict[str, object], security: str) -> Trouble:
    if security == "tls":
        words = _("%(host)s speaks no TLS on port %(port)d. Try STARTTLS, or port 465.")
    else:
        words = _("The encryption with %(host)s fails. Its TLS may be too old.")
    return Trouble("tls", words % told)


def _says_nothing(told: dict[str, object], security: str) -> Trouble:
    if security == "tls":
        words = _("%(host)s takes the connection and then says nothing.")
    else:
        words = _(
            "%(host)s takes the connection and then says nothing: port %(port)d may be one for "
            "TLS. Try TLS, or port 587 with STARTTLS."
        )
    return Trouble("silent", words % told)
