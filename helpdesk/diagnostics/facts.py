"""What the status page is made of: facts, each with how it is and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from helpdesk.clock import UTC
from helpdesk.diagnostics import space

PLAIN, GOOD, WARN, BAD = "plain", "good", "warn", "bad"
_WORSE = (PLAIN, GOOD, WARN, BAD)


@dataclass(frozen=True)
class Fact:
    """One thing that was looked at. What goes into `private` is shown to who sees the page, and
    never goes into the report that people send to others."""

    title: str
    value: str = ""
    how: str = PLAIN
    advice: str = ""
    command: str = ""
    page: str = ""  # of the desk, where it can be put right
    way: str = ""  # the words of the link there
    private: str = ""
    code: str = ""  # what isn't in anybody's language, such as a version


@dataclass(frozen=True)
class Group:
    """Facts that belong together."""

    name: str
    title: str
    facts: tuple[Fact, ...]

    @property
    def how(self) -> str:
        """How the worst of them is."""
        return worst(fact.how for fact in self.facts)


@dataclass(frozen=True)
class Around:
    """What only the request knows: where the data lies, and which server asked."""

    folder: Path
    environ: Mapping[str, Any] = field(default_factory=dict)
    zone: tzinfo = UTC  # of who looks

    @cached_property
    def size(self) -> tuple[int, bool]:
        """Bytes in the data folder, and whether that is all; looked at once."""
        return space.used(self.folder)


def worst(hows: Any) -> str:
    """The worst of them; plain when there is none."""
    return max(hows, key=_WORSE.index, default=PLAIN)
