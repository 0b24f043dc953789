"""What a page of the settings shows of each."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from helpdesk.admin.settings import sent

from helpdesk import i18n, look, settings
from helpdesk.i18n import gettext
from helpdesk.settings import Entry, Group, Warned
from helpdesk.web import urls
from helpdesk.web.call import Call

SEGMENTS = 48  # letters of all choices together that still stand beside each other
_NOT_PLACES = ("posix/", "right/", "Etc/", "SystemV/")


@dataclass
class Row:
    """A setting on a page: `text` stands in its field, `stored` is what holds now."""

    entry: Entry
    text: str
    stored: str
    mark: str
    is_changed: bool
    is_kept: bool = False  # a secret or a picture that was sent before, and isn't stored yet
    warnings: list[Warned] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its key, which is the field's name too."""
        return self.entry.key

    @property
    def id(self) -> str:
        """A name for the page's elements."""
        return "s-" + self.entry.key.replace(".", "-")

    @property
    def default(self) -> str:
        """The default in words."""
        return settings.told(self.entry, self.entry.default)

    @property
    def default_text(self) -> str:
        """The default as one would type it."""
        return settings.typed(self.entry, self.entry.default)

    @property
    def example(self) -> str:
        """How one might fill it in."""
        return gettext(self.entry.example)

    @property
    def in_segments(self) -> bool:
        """Whether the choices stand beside each other."""
        return sum(len(words) for _value, words in self.options) <= SEGMENTS

    @property
    def picture(self) -> str:
        """The address of the picture that holds now, below the desk's own."""
        if self.entry.kind != "picture" or not self.stored:
            return ""
        place = "/logo/dark" if self.key == "look.logo_dark" else "/logo"
        return f"{place}?v={self.stored[:8]}"


@dataclass
class Part:
    """A group of them, with its heading."""

    group: Group
    rows: list[Row]


def parts(call: Call, groups: list[Group]) -> list[Part]:
    """The rows of groups: what was typed, where a form has come back, else what holds."""
    differs = settings.stored()
    warned = settings.warnings(urls.origin(call.environ) + call.base)
    kept = sent.kept(call)

    def row(entry: Entry) -> Row:
        return _row(call, entry, differs, warned.get(entry.key, []), kept)

    return [Part(group, [row(entry) for entry in group.entries]) for group in groups]


def _row(
    call: Call,
    entry: Entry,
    differs: Mapping[str, Any],
    warned: list[Warned],
    kept: Mapping[str, str],
) -> Row:
    value = differs.get(entry.key, entry.default)
    stored = settings.typed(entry, value)
    row = Row(entry, stored, stored, settings.mark(entry, value), entry.key in differs)
    row.text = sent.text_again(call, entry, stored)
    row.is_kept = entry.key in kept
    row.warnings, row.options = warned, _options(entry)
    if entry.kind == "colour" and not call.form.error(entry.key):
        row.notes = look.corrected(str(value))
    return row


def _options(entry: Entry) -> list[tuple[str, str]]:
    if entry.kind == "language":
        return [(code, i18n.NAMES.get(code, code)) for code in i18n.available()]
    if entry.kind == "timezone":
        return _zones()
    return [(value, gettext(words)) for value, words in entry.choices]


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str]]:
    names = zoneinfo.available_timezones()
    places = sorted(name for name in names if "/" in name and not name.startswith(_NOT_PLACES))
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]
