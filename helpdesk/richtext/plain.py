"""Plain text of people as HTML, and its first words."""

import html
import re

_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
REL = "noopener noreferrer nofollow"
_TAIL = ".,;:!?)]}»”’"


def from_text(text: str) -> str:
    """Paragraphs and links of a plain text; everything else is escaped. Linear in its length."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    paragraphs = [p for p in re.split(r"\n\s*\n", text) if p.strip()]
    return "".join(f'<p dir="auto">{_lines(paragraph)}</p>' for paragraph in paragraphs)


def shown(text: str, html: str) -> str:
    """A message as HTML. What was written plainly is stored once, as its text, and drawn from it:
    docs/decisions/0023-plain-messages.md."""
    return html or from_text(text)


def snippet(text: str, length: int = 180) -> str:
    """The first words of a text on one line."""
    words = " ".join(text[: length * 8].split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def linked(text: str) -> str:
    """Escaped text in which addresses are links."""
    parts: list[str] = []
    at = 0
    for found in _LINK.finditer(text):
        address = found.group().rstrip(_TAIL)
        parts.append(html.escape(text[at : found.start()]))
        shown = html.escape(address)
        parts.append(f'<a href="{shown}" rel="{REL}">{shown}</a>')
        at = found.start() + len(address)
    parts.append(html.escape(text[at:]))
    return "".join(parts)


def _lines(paragraph: str) -> str:
    return linked(paragraph).replace("\n", "<br>")
