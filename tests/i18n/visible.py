"""What of a page can be read or heard, and what of that never went through gettext.

In the pseudo language every text stands in ⟦ ⟧. What is outside them and isn't somebody's data
was forgotten.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, Tag

ATTRIBUTES = ("alt", "aria-description", "aria-label", "label", "placeholder", "summary", "title")
NOT_READ = ("script", "style", "textarea", "code")  # in the third stands what a person typed
# data-… attributes with words for machines; all others with words are texts for scripts to show.
FOR_MACHINES = ("data-types", "data-known", "data-real", "data-stored", "data-default")
DATA = (
    r"\d{4}-\d\d-\d\d \d\d:\d\d [A-Z]+",  # an exact time with its zone
    r"[^\s@]+@[^\s@]+\.[a-z]+",  # an e-mail address
    r"https?://\S+",
    r"\b[A-Z][A-Za-z]+(?:/[A-Z][\w +-]*)+",  # a time zone
    r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}\b",  # a tracking ID
    r"\bhelpdesk-(?:export-)?[0-9-]+\.(?:zip|tar)\b",
    r"\b[0-9A-F]{4}-[0-9A-F]{2}\b",  # the reference of an error
)


def forgotten(html: str, data: tuple[str, ...] = ()) -> Iterator[str]:
    """Texts with letters that are neither in ⟦ ⟧ nor among `data`, each with its place."""
    soup = BeautifulSoup(html, "html.parser")
    for place, text in (*_texts(soup), *_attributes(soup)):
        left = _without(text, data)
        if any(sign.isalpha() for sign in left):
            yield f"{place}: {text.strip()!r}"


def _texts(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Text nodes without what is in brackets; these may span elements inside a sentence."""
    depth = 0
    for node in soup.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, Comment | Doctype):
            continue
        parent = node.parent
        if parent is None or parent.name in NOT_READ or _is_data(parent):
            continue
        outside, depth = _outside(str(node), depth)
        yield _place(parent), outside


def _attributes(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = value if isinstance(value, str) else " ".join(value)
            if _is_text(tag, name, text):
                yield f"{_place(tag)} {name}=", _outside(text, 0)[0]


def _is_text(tag: Tag, name: str, text: str) -> bool:
    if name.startswith("data-"):
        return name not in FOR_MACHINES and bool(re.search(r"[^\W\d_]\s+[^\W\d_]", text))
    if name == "value":
        return tag.name == "input" and tag.get("type") in ("submit", "button", "reset")
    return name in ATTRIBUTES or (name == "content" and tag.get("name") == "description")


def _outside(text: str, depth: int) -> tuple[str, int]:
    left = []
    for sign in text:
        if sign == "⟦":
            depth += 1
        elif sign == "⟧":
            depth -= 1
        elif depth == 0:
            left.append(sign)
    return "".join(left), depth


def _without(text: str, data: tuple[str, ...]) -> str:
    for pattern in DATA:  # before what is known: "zip" is, and a part of some
        text = re.sub(pattern, "", text)
    for known in sorted(data, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "", text)
    return text


def _is_data(tag: Tag) -> bool:
    """Whether it is marked as a code or an address, or as being in a language of its own."""
    around = (tag, *tag.parents)
    return "hd-id" in tag.get_attribute_list("class") or any(
        part.has_attr("lang") for part in around if part.name != "html"
    )


def _place(tag: Tag) -> str:
    names = [tag.name]
    if found := tag.get("id") or tag.get("class"):
        names.append(found if isinstance(found, str) else ".".join(found))
    return "<" + " ".join(names) + ">"
