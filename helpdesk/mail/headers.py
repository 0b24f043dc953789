"""Values of mail headers: in ASCII (RFC 2047), folded, and never two headers in one."""

import re
from email.charset import QP, Charset
from email.header import Header
from email.utils import quote

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_FOLDED = re.compile(r"[^\r\n]*(\r\n[ \t][^\r\n]+)*")
LINE = 75  # signs of an encoded line
PHRASE_MOST = 255
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = QP


def one_line(text: str) -> str:
    """A text without line ends and other controls, blanks made one."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join(_CONTROLS.sub(" ", whole).split())


def phrase(text: str, header: str = "Subject") -> str:
    """Words of people, such as a subject."""
    text = one_line(text)[:PHRASE_MOST]
    if text.isascii() and "=?" not in text:
        return _folded(text)
    shorter = "utf-8" if len(text.encode()) > 1.5 * len(text) else _UTF8
    encoded = Header(text, shorter, maxlinelen=LINE, header_name=header).encode(linesep="\r\n")
    return str(encoded)


def mailbox(name: str, address: str, header: str = "From") -> str:
    """A name and an address; the name in quotes or encoded, so that it can't be an address too."""
    name = one_line(name)[:PHRASE_MOST]
    if not name:
        return f"<{address}>"
    if name.isascii() and "=?" not in name:
        return f'"{quote(name)}"\r\n <{address}>'
    return f"{phrase(name, header)}\r\n <{address}>"


def ids(several: list[str]) -> str:
    """Message-IDs, one a line."""
    return "\r\n ".join(several)


def block(headers: list[tuple[str, str]]) -> bytes:
    """Headers as they are sent; raises ValueError for a value that would begin another one."""
    for name, value in headers:
        if not _FOLDED.fullmatch(value):
            raise ValueError(f"a line end in the header {name}")
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode()


def _folded(text: str) -> str:
    """At blanks, so that no line is longer than people's programs like."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > LINE - 10:
            lines.append(word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
    return "\r\n ".join(lines)
