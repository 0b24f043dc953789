"""Settings that make no sense together: said at the place, never refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from helpdesk.i18n import N_, gettext
from helpdesk.settings.registry import REGISTRY
from helpdesk.settings.values import is_readable, stored

Values = Mapping[str, Any]
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Contradiction:
    """Where it is said, when, in which words (a key for gettext), and which setting is the other
    one."""

    at: str
    when: Callable[[Values], bool]
    words: str
    other: str = ""


@dataclass(frozen=True)
class Warned:
    """What is told on a page; `other` is the setting that it leads to."""

    words: str
    other: str = ""


def _mails(values: Values) -> bool:
    return bool(values["mail.method"] != "off")


def _smtp(values: Values) -> bool:
    return bool(values["mail.method"] == "smtp")


KNOWN = (
    Contradiction(
        "mail.method",
        lambda v: not _mails(v) and v["tickets.email_required"],
        N_(
            "Customers have to give an e-mail address, but no mail goes out: nobody hears of an "
            "answer."
        ),
        "tickets.email_required",
    ),
    Contradiction(
        "tickets.email_required",
        lambda v: not _mails(v) and v["tickets.email_required"],
        N_(
            "Customers have to give an e-mail address, but no mail goes out: nobody hears of an "
            "answer."
        ),
        "mail.method",
    ),
    Contradiction(
        "mail.from_address",
        lambda v: _mails(v) and not v["mail.from_address"],
        N_("Mails wait until there is a sender's address."),
    ),
    Contradiction(
        "mail.host",
        lambda v: _smtp(v) and not v["mail.host"],
        N_("Mails wait until a mail server is named."),
        "mail.method",
    ),
    Contradiction(
        "site.url",
        lambda v: _mails(v) and not v["site.url"],
        N_("Mails wait until there is an address: their links begin with it."),
        "mail.method",
    ),
    Contradiction(
        "mail.security",
        lambda v: _smtp(v) and v["mail.port"] == 465 and v["mail.security"] == "starttls",
        N_("Port 465 goes with TLS, not with STARTTLS."),
        "mail.port",
    ),
    Contradiction(
        "mail.security",
        lambda v: _smtp(v) and v["mail.port"] == 587 and v["mail.security"] == "tls",
        N_("Port 587 goes with STARTTLS, not with TLS."),
        "mail.port",
    ),
    Contradiction(
        "mail.security",
        lambda v: (
            _smtp(v)
            and v["mail.security"] == "none"
            and bool(v["mail.user"])
            and v["mail.host"] not in _HERE
        ),
        N_("The password goes over the network in the clear."),
        "mail.user",
    ),
    Contradiction(
        "mail.password",
        lambda v: _smtp(v) and bool(v["mail.user"]) and not v["mail.password"],
        N_("There is a user name, but no password."),
        "mail.user",
    ),
    Contradiction(
        "mail.verify",
        lambda v: _smtp(v) and not v["mail.verify"] and v["mail.security"] != "none",
        N_("Anybody on the way can pose as your mail server and read the password."),
    ),
    Contradiction(
        "files.types",
        lambda v: v["files.count"] > 0 and not v["files.types"],
        N_("Files may be sent, but no type of file is taken."),
        "files.count",
    ),
    Contradiction(
        "security.requests_per_hour",
        lambda v: v["security.requests_per_hour"] < 3,
        N_("An office behind one network address shares this limit."),
    ),
    Contradiction(
        "maintenance.on",
        lambda v: bool(v["maintenance.on"]),
        N_("Customers see the notice in place of every page now."),
    ),
    Contradiction(
        "tickets.undo_seconds",
        lambda v: v.get("tickets.undo_seconds", 0) > 60,
        N_("Customers wait for every answer for more than a minute longer."),
    ),
)


def warnings(here: str = "") -> dict[str, list[Warned]]:
    """What is to be said, by key; `here` is the address at which the desk is being read."""
    values = {key: entry.default for key, entry in REGISTRY.items()} | stored()
    found: dict[str, list[Warned]] = {}
    for each in KNOWN:
        if each.at in REGISTRY and each.when(values):
            found.setdefault(each.at, []).append(Warned(gettext(each.words), each.other))
    if not is_readable("mail.password"):
        words = gettext(N_("The stored password can't be read any more. Enter it again."))
        found.setdefault("mail.password", []).append(Warned(words))
    if here and values["site.url"] and _place(values["site.url"]) != _place(here):
        words = gettext(N_("You are reading this at %(here)s. Links in mails lead elsewhere."))
        found.setdefault("site.url", []).append(Warned(words % {"here": here}))
    return found


def _place(address: str) -> tuple[str, str, int | None, str]:
    """An address as browsers compare it: the usual port may be left out."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or usual, parts.path.rstrip("/")
