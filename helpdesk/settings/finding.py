"""The settings in groups, and those that a search or the mark “changed” leaves of them."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk.i18n import gettext
from helpdesk.settings import telling
from helpdesk.settings.entry import Entry
from helpdesk.settings.registry import REGISTRY, TITLES
from helpdesk.settings.values import stored


@dataclass(frozen=True)
class Group:
    """A part of the settings with its own page."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """Its heading."""
        return gettext(TITLES[self.name][0]) if self.name in TITLES else self.name.capitalize()

    @property
    def about(self) -> str:
        """What it is about, in a sentence; '' when nobody has written one."""
        return gettext(TITLES[self.name][1]) if self.name in TITLES else ""


def groups() -> list[Group]:
    """All of them, in the order of the pages."""
    return _grouped(lambda entry: True)


def found(query: str, *, only_changed: bool = False) -> list[Group]:
    """What holds every word of a query, in key, label, help, example or value (never a secret's);
    a word may stand in any of them."""
    words, differs = folded(query).split(), stored()

    def fits(entry: Entry) -> bool:
        if only_changed and entry.key not in differs:
            return False
        hay = folded(_hay(entry, differs))
        return all(word in hay for word in words)

    return _grouped(fits)


def changed_count() -> int:
    """How many settings differ from their default."""
    return len(stored())


def pieces(text: str, query: str) -> list[tuple[str, bool]]:
    """A text cut up for showing: each piece, and whether it is a hit of the query."""
    hay, hits = folded(text), [False] * len(text)
    if len(hay) != len(text):  # letters that fold to several: nothing is marked
        return [(text, False)]
    for word in folded(query).split():
        at = hay.find(word)
        while at >= 0:
            hits[at : at + len(word)] = [True] * len(word)
            at = hay.find(word, at + len(word))
    cut: list[tuple[str, bool]] = []
    for sign, hit in zip(text, hits, strict=True):
        if cut and cut[-1][1] == hit:
            cut[-1] = (cut[-1][0] + sign, hit)
        else:
            cut.append((sign, hit))
    return cut


def folded(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _hay(entry: Entry, differs: Mapping[str, Any]) -> str:
    texts = [entry.key, *map(gettext, (entry.label, entry.help, entry.example, entry.unit))]
    texts += [gettext(label) for _value, label in entry.choices]
    if not entry.secret:
        value = differs.get(entry.key, entry.default)
        texts += [telling.typed(entry, value), telling.told(entry, value)]
    return "\n".join(texts)


def _grouped(fits: Callable[[Entry], bool]) -> list[Group]:
    kept: dict[str, list[Entry]] = {}
    for entry in REGISTRY.values():
        if fits(entry):
            kept.setdefault(entry.group, []).append(entry)
    return [Group(name, tuple(entries)) for name, entries in kept.items()]
