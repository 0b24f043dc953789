"""Rows as lines: JSON objects in the words of the format."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from helpdesk import db, settings
from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.exporting.nouns import SETTINGS
from helpdesk.schema import Translation

Line = dict[str, Any]


def encoded(line: Line) -> bytes:
    """One line of a file."""
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def moment(value: datetime) -> str:
    """A moment as the format writes it (ISO 8601, UTC)."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def of_settings(*, with_passwords: bool) -> Iterator[Line]:
    """The settings that differ from their defaults; sealed ones opened, and only if asked for."""
    for key in sorted(settings.stored()):
        entry = settings.REGISTRY[key]
        if with_passwords or not entry.secret:
            yield dict(zip(names(SETTINGS.fields), (key, settings.get(key)), strict=True))


def of(noun: Noun, query: Any, *, with_passwords: bool = False) -> list[Line]:
    """The rows of a query over the noun's table as lines, with all that belongs into them."""
    wanted = [f for f in noun.fields if with_passwords or not f.secret]
    rows = list(query.select(*(f.of(noun.table) for f in wanted)).tuples())
    made = [_line(wanted, row) for row in rows]
    ids = [line["id"] for line in made if "id" in line]
    for many in noun.lists:
        belonging = _belonging(many, ids)
        for line in made:
            line[many.name] = belonging.get(line["id"], [])
    if noun.translated:
        texts = _translations(noun, ids)
        for line in made:
            line["translations"] = texts.get(line["id"], {})
    return made


def names(fields: Iterable[Field]) -> list[str]:
    """What fields are called."""
    return [field.name for field in fields]


def _line(fields: Sequence[Field], row: Sequence[Any]) -> Line:
    pairs = zip(fields, row, strict=True)
    return {field.name: _value(field, value) for field, value in pairs}


def _value(field: Field, value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if field.json and value is not None:
        return json.loads(value)
    return value


def _belonging(many: Many, ids: list[int]) -> dict[int, list[Any]]:
    """The rows of a list, by what they belong to; in the order in which they were made."""
    found: dict[int, list[Any]] = {}
    by = many.table._meta.fields[many.by]
    query = many.table.select(by, *(field.of(many.table) for field in many.fields))
    query = query.where(db.among(by, ids))
    if many.only:
        query = query.where(many.only())
    for owner, *row in query.order_by(many.table._meta.primary_key).tuples():
        line = _line(many.fields, row)
        found.setdefault(owner, []).append(line[many.fields[0].name] if many.flat else line)
    return found


def _translations(noun: Noun, ids: list[int]) -> dict[int, dict[str, dict[str, str]]]:
    found: dict[int, dict[str, dict[str, str]]] = {}
    own = (Translation.noun == noun.table.table) & db.among(Translation.object_id, ids)
    query = Translation.select().where(own & Translation.field.in_(noun.translated))
    for row in query.order_by(Translation.field, Translation.language):
        found.setdefault(row.object_id, {}).setdefault(row.field, {})[row.language] = row.text
    return found
