"""@name and @address in a note: who is meant, and how it is shown."""

import html
import re
from collections.abc import Collection

_SIGN = re.compile(r"(?<![\w@.])@(?=\w)")
_TEXT = re.compile(r"[^<]+|<[^>]*>")


def meant(text: str, people: Collection[tuple[int, str, str]]) -> set[int]:
    """Which of these people (id, name, address) a text mentions."""
    found: set[int] = set()
    for sign in _SIGN.finditer(text):
        match = _at(text[sign.end() : sign.end() + 260], people)
        found |= {match[0]} if match else set()
    return found


def shown(markup: str, people: Collection[tuple[int, str, str]]) -> str:
    """Our own, clean HTML with the mentions set off; what stands in tags is left alone."""
    if "@" not in markup or not people:
        return markup
    return _TEXT.sub(lambda part: _marked(part[0], people), markup)


def _marked(part: str, people: Collection[tuple[int, str, str]]) -> str:
    if part.startswith("<") or "@" not in part:
        return part
    text, pieces, at = html.unescape(part), [], 0
    for sign in _SIGN.finditer(text):
        match = _at(text[sign.end() : sign.end() + 260], people)
        if match is None or sign.start() < at:
            continue
        end = sign.end() + match[1]
        name = html.escape(text[sign.start() : end], quote=False)
        pieces += [html.escape(text[at : sign.start()], quote=False), f"<strong>{name}</strong>"]
        at = end
    return "".join([*pieces, html.escape(text[at:], quote=False)]) if pieces else part


def _at(rest: str, people: Collection[tuple[int, str, str]]) -> tuple[int, int] | None:
    """Who is named at the beginning of a text, and how many characters the name has.

    Address and full name before the first name, which counts only where one alone has it.
    """
    low = rest.casefold()
    for number, name, email in people:
        for word in (email, name):
            if word and _begins(low, word.casefold()):
                return number, len(word)
    firsts = [(number, name.split()[0]) for number, name, _email in people if name.split()]
    fits = [(number, len(first)) for number, first in firsts if _begins(low, first.casefold())]
    return fits[0] if len(fits) == 1 else None


def _begins(text: str, word: str) -> bool:
    after = text[len(word) : len(word) + 1]
    return text.startswith(word) and not (after.isalnum() or after in ("_", "@"))
