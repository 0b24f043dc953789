"""SQLite's own full-text search, as a list of documents per token: contentless, without positions.

A million documents of a hundred tokens take 137 MB. `ORDER BY rowid DESC` walks a list from its
end, so that the first page costs the same for a word in each document as for a rare one.
"""

import logging
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from peewee import DatabaseError

from helpdesk import db

if TYPE_CHECKING:
    from helpdesk.search.engines import Plan

Prepared = list[tuple[int, str]]
log = logging.getLogger("helpdesk.search")


class Fts5:
    """The virtual table `search_index`."""

    batch = 500

    def add(self, bags: Mapping[int, set[str]]) -> None:
        """One row each; a document that is there already gets what is new."""
        self.add_many([self.prepared(bags.items())])

    def prepared(self, bags: Iterable[tuple[int, set[str]]]) -> "Prepared":
        """Ids and tokens side by side."""
        return [(number, " ".join(bag)) for number, bag in bags]

    def add_many(self, parts: Iterable["Prepared"]) -> None:
        """Row after row."""
        sql = f"INSERT INTO {self._table}(rowid, tokens) VALUES (?, ?)"
        db.database.cursor().executemany(sql, chain.from_iterable(parts))

    def remove(self, bags: Mapping[int, set[str]]) -> None:
        """FTS5's 'delete', which wants to be told what stands there.

        Told wrongly in a nearly empty index it says "malformed" and changes nothing: then the
        tokens stay behind, pointing to a document that no answer shows.
        """
        sql = f"INSERT INTO {self._table}({self._table}, rowid, tokens) VALUES ('delete', ?, ?)"
        for number, bag in bags.items():
            try:
                with db.transaction():
                    db.database.execute_sql(sql, (number, " ".join(bag)))
            except DatabaseError:
                log.warning("document %d wasn't in the index as expected", number)

    def clear(self) -> None:
        """Empty the index."""
        db.database.execute_sql(f"INSERT INTO {self._table}({self._table}) VALUES ('delete-all')")

    def hits(self, plan: "Plan", below: int, most: int) -> list[int]:
        """One query."""
        match = " AND ".join(_any(group) for group in plan.groups)
        if plan.without:
            match = f"({match}) NOT {_any(plan.without)}"
        cursor = db.database.execute_sql(
            f"SELECT rowid FROM {self._table} WHERE {self._table} MATCH ? AND rowid < ? "
            "ORDER BY rowid DESC LIMIT ?",
            (match, below, most),
        )
        return [row[0] for row in cursor.fetchall()]

    @property
    def _table(self) -> str:
        return f'"{db.prefix()}search_index"'


def _any(group: tuple[str, ...]) -> str:
    return "(" + " OR ".join(_quoted(token) for token in group) + ")"


def _quoted(token: str) -> str:
    """Tokens hold letters, digits and `_@.+-` only: nothing can end the quotes."""
    return f'"{token[:-1]}" *' if token.endswith("*") else f'"{token}"'
