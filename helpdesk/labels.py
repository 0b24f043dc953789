"""Names that administrators type (status, category, priority …) in the reader's language."""

import functools
import operator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from helpdesk import db, i18n
from helpdesk.db import Table
from helpdesk.schema import Translation


@dataclass(frozen=True)
class Label:
    """A row of one of the small tables, its name already in the reader's language."""

    id: int
    name: str
    row: Any


def rows(table: type[Any], where: Any = None) -> list[Label]:
    """All rows by position, named in the language spoken now; one query."""
    ours = (
        (Translation.noun == table.table)
        & (Translation.object_id == table.id)
        & (Translation.field == "name")
        & (Translation.language == i18n.language())
    )
    shown = fn.COALESCE(Translation.text, table.name).alias("shown")
    query = table.select(table, shown).join(Translation, JOIN.LEFT_OUTER, on=ours)
    query = query.order_by(table.position, table.id)
    found = (query if where is None else query.where(where)).objects()
    return [Label(row.id, row.shown, row) for row in found]


def named(*rows: Any) -> list[str]:
    """The names of some rows, of any of these tables, in the language spoken now; one query."""
    ours = [(Translation.noun == row.table) & (Translation.object_id == row.id) for row in rows]
    query = Translation.select().where(
        (Translation.field == "name")
        & (Translation.language == i18n.language())
        & functools.reduce(operator.or_, ours)
    )
    texts = {(row.noun, row.object_id): row.text for row in query}
    return [texts.get((row.table, row.id), row.name) for row in rows]


def translate(row: Table, language: str, text: str, field: str = "name") -> None:
    """Store the text of a row's field in one more language."""
    keys = {"noun": row.table, "object_id": row.get_id(), "field": field, "language": language}
    db.upsert(Translation, keys, {"text": text})
