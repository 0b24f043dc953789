"""Where tokens are kept and looked up: FTS5 on SQLite, ordinary tables on MySQL and MariaDB.

Both hold sets of tokens by document id, no texts and no positions; both answer with ids, newest
first, without sorting or counting all hits. Adding a document again adds to its tokens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from helpdesk import db
from helpdesk.search.engines.fts5 import Fts5
from helpdesk.search.engines.postings import Postings

__all__ = ["Engine", "Fts5", "Plan", "Postings", "engine"]


@dataclass(frozen=True)
class Plan:
    """Documents must have a token of each group, and none of `without`; `*` ends a prefix."""

    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()


class Engine(Protocol):
    """What both can do. Everything runs in the caller's transaction."""

    batch: int  # ids that are best added together

    def add(self, bags: Mapping[int, set[str]]) -> None:
        """Take in documents."""

    def prepared(self, bags: Iterable[tuple[int, set[str]]]) -> Any:
        """New documents in the order of ids, ready for `add_many`; needs no database."""

    def add_many(self, parts: Iterable[Any]) -> None:
        """Take in what was prepared, together so much that it is worth packing at once."""

    def remove(self, bags: Mapping[int, set[str]]) -> None:
        """Forget these tokens of these documents, which were added before."""

    def clear(self) -> None:
        """Forget everything."""

    def hits(self, plan: Plan, below: int, most: int) -> list[int]:
        """The newest ids under `below` that fit, newest first; fewer than `most` at the end."""


def engine() -> Engine:
    """The engine of this desk's database."""
    return Postings() if db.is_mysql() else Fts5()
