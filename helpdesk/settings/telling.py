"""How a value is written: into a field of the page, in words, and into the history."""

import hashlib
from typing import Any

from helpdesk.i18n import _, gettext
from helpdesk.settings.entry import Entry

MASK = "••••••"
LONG = 120  # characters of a value that words still quote


def typed(entry: Entry, value: Any) -> str:
    """As a person would type it; a secret is never given back."""
    if entry.secret:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    return " ".join(value) if isinstance(value, list) else str(value)


def told(entry: Entry, value: Any) -> str:
    """In words, such as “on”, “10 minutes” or “nothing”."""
    if entry.secret:
        return MASK if value else _("nothing")
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if entry.kind == "choice":
        return next((gettext(label) for each, label in entry.choices if each == value), str(value))
    if entry.kind == "picture":
        return _("a picture") if value else _("no picture")
    text = typed(entry, value)
    if entry.unit:
        return f"{text} {gettext(entry.unit)}"
    text = " ".join(text.split())
    return (text if len(text) <= LONG else f"{text[:LONG].rstrip()} …") or _("nothing")


def kept(entry: Entry, value: Any) -> Any:
    """As the history keeps it: never a secret."""
    return (MASK if value else "") if entry.secret else value


def mark(entry: Entry, stored: Any) -> str:
    """A few signs that tell whether a value is still the one that a page has shown; of a secret as
    it lies sealed, which gives nothing away."""
    return mark_of_text(entry, str(stored) if entry.secret else typed(entry, stored))


def mark_of_text(entry: Entry, text: str) -> str:
    """The same for what stands in a field."""
    return hashlib.sha256(f"{entry.key}={text}".encode()).hexdigest()[:16]
