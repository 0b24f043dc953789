"""How each kind of setting is read from what a person typed."""

import re
import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from helpdesk import addresses, colours, i18n
from helpdesk.i18n import _
from helpdesk.settings.entry import Entry

SECRET_MOST, LINES_MOST = 1024, 5000
_PICTURE = re.compile(r"[0-9a-f]{64} image/(png|jpeg|gif|webp) \d{1,5} \d{1,5}")


def parse(entry: Entry, value: Any) -> Any:
    """The checked value; raises ValueError with a translated message."""
    return _KINDS[entry.kind](entry, value)


def _text(entry: Entry, value: Any) -> str:
    text = str(value).strip()
    if entry.required and not text:
        raise ValueError(_("This can't be empty."))
    if len(text) > 255:
        raise ValueError(_("At most 255 characters."))
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise ValueError(_("This has to be one line."))
    return text


def _url(entry: Entry, value: Any) -> str:
    text = _text(entry, value).rstrip("/")
    if text and not _is_address(text):
        raise ValueError(
            _("An address starts with https:// or http://, as in %(example)s.")
            % {"example": "https://example.com/helpdesk"}
        )
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        told = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that are no IPv6 address, a port that is none
        return False
    return bool(told) and not (parts.query or parts.fragment or parts.username or " " in text)


def _whole(entry: Entry, value: Any) -> int:
    try:
        number = int(str(value).strip())
    except ValueError:
        raise ValueError(_("This has to be a whole number.")) from None
    if not entry.least <= number <= entry.most:
        raise ValueError(
            _("This has to be between %(least)d and %(most)d.")
            % {"least": entry.least, "most": entry.most}
        )
    return number


def _language(entry: Entry, value: Any) -> str:
    if value not in i18n.available():
        raise ValueError(_("This language isn't installed."))
    return str(value)


def _timezone(entry: Entry, value: Any) -> str:
    if value not in zoneinfo.available_timezones():
        raise ValueError(
            _("This time zone isn't known. An example: %(example)s.") % {"example": "Europe/Madrid"}
        )
    return str(value)


def _words(entry: Entry, value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value).replace(",", " ").split()
    return sorted({str(p).strip().lower().lstrip(".") for p in parts if str(p).strip()})


def _switch(entry: Entry, value: Any) -> bool:
    return value in (True, "1", "on", "true", "yes")


def _choice(entry: Entry, value: Any) -> str:
    if value not in [choice for choice, _label in entry.choices]:
        raise ValueError(_("Choose one of the possibilities."))
    return str(value)


def _email(entry: Entry, value: Any) -> str:
    text = _text(entry, value)
    if not text:
        return text
    try:
        wire = addresses.on_the_wire(text)
    except addresses.Unusable:
        raise ValueError(
            _("This doesn't look like an e-mail address. An example: %(example)s.")
            % {"example": "desk@example.com"}
        ) from None
    if not wire.isascii():
        raise ValueError(_("In front of the @ only plain Latin letters, digits and signs work."))
    return text


def _secret(entry: Entry, value: Any) -> str:
    """As typed: blanks may belong to a password; only a line end from pasting doesn't."""
    text = str(value).strip("\r\n")
    if len(text) > SECRET_MOST:
        raise ValueError(_("At most %(num)d characters.") % {"num": SECRET_MOST})
    if any(ord(sign) < 32 for sign in text):
        raise ValueError(_("This has to be one line."))
    return text


def _lines(entry: Entry, value: Any) -> str:
    text = "\n".join(line.rstrip() for line in str(value).replace("\r", "").split("\n")).strip()
    if entry.required and not text:
        raise ValueError(_("This can't be empty."))
    if len(text) > LINES_MOST:
        raise ValueError(_("At most %(num)d characters.") % {"num": LINES_MOST})
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise ValueError(_("There are signs in it that can't be shown."))
    return text


def _colour(entry: Entry, value: Any) -> str:
    try:
        return colours.read(str(value))
    except ValueError:
        raise ValueError(
            _("This isn't a colour. Write it as # and six digits, such as %(example)s.")
            % {"example": "#7a3e8e"}
        ) from None


def _picture(entry: Entry, value: Any) -> str:
    """Its name in the store, its type, width and height; whether it is there is asked before."""
    text = str(value).strip()
    if text and not _PICTURE.fullmatch(text):
        raise ValueError(_("Choose a picture."))
    return text


def _origins(entry: Entry, value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value).replace(",", " ").split()
    return sorted({_origin(str(part)) for part in parts if str(part).strip()})


def _origin(text: str) -> str:
    """Scheme and host of an address, as the browser compares them."""
    text = text.strip().lower().rstrip("/")
    if _is_address(text):
        parts = urlsplit(text)
        if not parts.path and re.fullmatch(r"[a-z0-9.:\[\]-]+", parts.netloc):
            return text
    raise ValueError(
        _("“%(part)s” isn't the address of a site. An example: %(example)s.")
        % {"part": text[:80], "example": "https://www.example.com"}
    )


_KINDS: dict[str, Callable[[Entry, Any], Any]] = {
    "text": _text,
    "url": _url,
    "whole": _whole,
    "language": _language,
    "timezone": _timezone,
    "words": _words,
    "switch": _switch,
    "choice": _choice,
    "email": _email,
    "secret": _secret,
    "lines": _lines,
    "colour": _colour,
    "picture": _picture,
    "origins": _origins,
}
