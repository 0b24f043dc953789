"""E-mail addresses on the wire: domains in other scripts, and what only newer servers can take."""

import re
import unicodedata

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\\x00-\x20\x7f]{1,64}@[^\s@<>\"(),:;\[\]\\/\x00-\x20]+")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
# Python's own table makes other domains of these four (IDNA 2003), to other people's servers.
_DEVIATING = "\u00df\u03c2\u200c\u200d"
# Names that are nobody's, for examples and tests (RFC 2606, RFC 6761).
RESERVED = ("example", "invalid", "localhost", "test")


class Unusable(ValueError):
    """No mail can be sent to this, whatever the server."""


def on_the_wire(email: str) -> str:
    """The address as servers are told it: its domain in ASCII (IDNA); raises Unusable.

    A part before the @ that isn't ASCII stays as it is: only a server with SMTPUTF8 (RFC 6531)
    takes it.
    """
    email = unicodedata.normalize("NFC", email.strip())
    if not _ADDRESS.fullmatch(email) or ".." in email:
        raise Unusable(email)
    local, _at, domain = email.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """A domain as the name system knows it; raises Unusable."""
    labels = domain.rstrip(".").split(".")
    found = [_ascii_label(label) for label in labels]
    if sum(map(len, found)) + len(found) > 254 or not all(map(_LABEL.fullmatch, found)):
        raise Unusable(domain)
    return ".".join(found)


def is_reserved(email: str) -> bool:
    """Whether an address is under a name that is nobody's, such as `.example`."""
    return email.rstrip(".").lower().rpartition(".")[2] in RESERVED


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    if any(sign in _DEVIATING for sign in label):
        if "\u200c" in label or "\u200d" in label:
            raise Unusable(label)
        return "xn--" + label.lower().encode("punycode").decode()
    try:
        return label.encode("idna").decode()
    except UnicodeError as error:
        raise Unusable(label) from error
