"""Text of people as HTML that is safe to show: plain text here, mail's HTML by the same policy.

`POLICY` is stored beside each message, so that a job can clean again what an older one let pass.
"""

import html
import re

POLICY = 1
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_TAIL = ".,;:!?)]}»”’"


def from_text(text: str) -> str:
    """Paragraphs and links of a plain text; everything else is escaped. Linear in its length."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    paragraphs = [p for p in re.split(r"\n\s*\n", text) if p.strip()]
    return "".join(f'<p dir="auto">{_lines(paragraph)}</p>' for paragraph in paragraphs)


def snippet(text: str, length: int = 180) -> str:
    """The first words of a text on one line."""
    words = " ".join(text[: length * 8].split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _lines(paragraph: str) -> str:
    parts: list[str] = []
    at = 0
    for found in _LINK.finditer(paragraph):
        address = found.group().rstrip(_TAIL)
        parts.append(html.escape(paragraph[at : found.start()]))
        shown = html.escape(address)
        parts.append(f'<a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a>')
        at = found.start() + len(address)
    parts.append(html.escape(paragraph[at:]))
    return "".join(parts).replace("\n", "<br>")
