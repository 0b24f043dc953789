"""Names that administrators type (status, category, priority …) in the reader's language."""

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


def rows(table: type[Any]) -> list[Label]:
    """All rows by position, named in the language spoken now; remembered for a moment."""
    language = i18n.language()
    return db.remembered(
        ("labels", table, language), (table, Translation), lambda: _read(table, language)
    )


def choices(table: type[Any]) -> list[Label]:
    """The rows that can be chosen: all but those that were retired."""
    return [label for label in rows(table) if not label.row.is_retired]


def one(table: type[Any], number: int) -> Label:
    """The row with this id, which is known to be there: if not in memory, then since a moment."""
    for label in rows(table):
        if label.id == number:
            return label
    return next(label for label in _read(table, i18n.language()) if label.id == number)


def translate(row: Table, language: str, text: str, field: str = "name") -> None:
    """Store the text of a row's field in one more language; an empty one is taken away."""
    keys = {"noun": row.table, "object_id": row.get_id(), "field": field, "language": language}
    if text:
        db.upsert(Translation, keys, {"text": text})
    else:
        Translation.delete().where(
            *(Translation._meta.fields[k] == keys[k] for k in keys)
        ).execute()


def texts(row: Table, field: str = "name") -> dict[str, str]:
    """What was stored for a row's field, by language."""
    ours = (Translation.noun == row.table) & (Translation.object_id == row.get_id())
    found = Translation.select().where(ours & (Translation.field == field))
    return {text.language: text.text for text in found}


def _read(table: type[Any], language: str) -> list[Label]:
    ours = (
        (Translation.noun == table.table)
        & (Translation.object_id == table.id)
        & (Translation.field == "name")
        & (Translation.language == language)
    )
    shown = fn.COALESCE(Translation.text, table.name).alias("shown")
    query = table.select(table, shown).join(Translation, JOIN.LEFT_OUTER, on=ours)
    found = query.order_by(table.position, table.id).objects()
    return [Label(row.id, row.shown, row) for row in found]
