"""Lines as rows: every value is looked at before it comes near the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import peewee

from helpdesk.clock import UTC
from helpdesk.db import Table, UtcDateTime
from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.i18n import _
from helpdesk.importing.report import Wrong

Values = dict[str, Any]
_DIGITS = Decimal(10) ** 22  # what 30 places, 8 of them behind the point, can hold


@dataclass
class Row:
    """A line as rows: its own, those of its lists, its texts in more languages."""

    number: int
    values: Values
    lists: list[tuple[Many, list[Values]]] = field(default_factory=list)
    texts: list[tuple[str, str, str]] = field(default_factory=list)  # field, language, text


class Checker:
    """Knows which ids there are, by noun; `lost` gets what refers to nothing and can do without."""

    def __init__(self) -> None:
        self.ids: dict[str, set[int]] = {}
        self.lost: list[str] = []

    def row(self, noun: Noun, number: int, line: Any) -> Row:
        """A line as rows; raises Wrong."""
        if not isinstance(line, dict):
            raise Wrong(_("This is no JSON object."))
        if noun.fields[0].name == "id" and isinstance(line.get("id"), int):
            self._new(noun.name, line["id"])  # at first: what refers to a wrong line isn't wrong
        made = Row(number, self._values(noun.table, noun.fields, line))
        for many in noun.lists:
            made.lists.append((many, self._list(many, line.get(many.name, []))))
        made.texts = list(_texts(noun, line.get("translations", {})))
        return made

    def _list(self, many: Many, given: Any) -> list[Values]:
        if not isinstance(given, list):
            raise Wrong(_("“%(name)s” has to be a list.") % {"name": many.name})
        if many.flat:
            given = [{many.fields[0].name: value} for value in given]
        rows = []
        for each in given:
            if not isinstance(each, dict):
                raise Wrong(_("“%(name)s” has to be a list of objects.") % {"name": many.name})
            rows.append(self._values(many.table, many.fields, each))
            if "id" in rows[-1]:
                self._new(many.name, rows[-1]["id"])
        return rows

    def _values(self, table: type[Table], fields: Iterable[Field], line: Values) -> Values:
        found = {}
        for each in fields:
            column = each.of(table)
            if each.name in line:
                found[each.inside] = column.db_value(self._value(each, column, line[each.name]))
            else:
                found[each.inside] = _default(each, column)
        return found

    def _value(self, each: Field, column: Any, given: Any) -> Any:
        if given is None:
            if column.null:
                return None
            raise Wrong(_("“%(name)s” can't be null.") % {"name": each.name})
        if each.json:
            return json.dumps(given, ensure_ascii=False)
        value = next(read for kinds, read in _READERS if isinstance(column, kinds))(column, given)
        if value is None:
            told = {"name": each.name, "value": str(given)[:80]}
            raise Wrong(_("“%(name)s” can't be “%(value)s”.") % told)
        if each.one_of and value not in each.one_of:
            raise Wrong(
                _("“%(name)s” has to be one of: %(words)s.")
                % {"name": each.name, "words": ", ".join(each.one_of)}
            )
        return self._referred(each, column, value) if each.to else value

    def _referred(self, each: Field, column: Any, number: int) -> int | None:
        """A reference; what history refers to may be gone, what the row stands on may not."""
        if each.to not in self.ids or number in self.ids[each.to]:
            return number
        words = _("“%(name)s” is %(number)d, which isn't there.")
        if not isinstance(column, peewee.ForeignKeyField):
            return number
        if not column.null:
            raise Wrong(words % {"name": each.name, "number": number})
        self.lost.append(words % {"name": each.name, "number": number})
        return None

    def _new(self, name: str, number: int) -> None:
        known = self.ids.setdefault(name, set())
        if number in known:
            raise Wrong(_("The id %(number)d is there twice.") % {"number": number})
        known.add(number)


def _default(each: Field, column: Any) -> Any:
    if column.default is not None:
        made = column.default() if callable(column.default) else column.default
        return column.db_value(made)
    if column.null:
        return None
    raise Wrong(_("“%(name)s” is missing.") % {"name": each.name})


def _texts(noun: Noun, given: Any) -> Iterable[tuple[str, str, str]]:
    wrong = Wrong(_("“%(name)s” isn't as it has to be.") % {"name": "translations"})
    if not isinstance(given, dict):
        raise wrong
    for name, by_language in given.items():
        if name not in noun.translated or not isinstance(by_language, dict):
            raise wrong
        for language, text in by_language.items():
            if not isinstance(text, str) or len(language) > 20:
                raise wrong
            yield name, language, text


def _flag(column: Any, given: Any) -> Any:
    return given if isinstance(given, bool) else None


def _number(column: Any, given: Any) -> Any:
    if not isinstance(given, int) or isinstance(given, bool):
        return None
    large = isinstance(column, peewee.BigIntegerField | peewee.ForeignKeyField)
    most = 1 << (62 if large or column.primary_key else 31)
    least = 1 if column.primary_key else -most
    return given if least <= given < most else None


def _decimal(column: Any, given: Any) -> Any:
    try:
        value = Decimal(given) if isinstance(given, str | int) else Decimal("nan")
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _DIGITS else None


def _moment(column: Any, given: Any) -> Any:
    try:
        value = datetime.fromisoformat(str(given).replace("Z", "+00:00"))
        if value.tzinfo is None:
            return None
        value = value.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return value if value.year >= 1000 else None


def _date(column: Any, given: Any) -> Any:
    try:
        value = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return value if value and value.year >= 1000 else None


def _text(column: Any, given: Any) -> Any:
    if not isinstance(given, str):
        return None
    try:
        given.encode()
    except UnicodeEncodeError:
        return None
    most = getattr(column, "max_length", None)
    if most and len(given) > most:
        told = {"name": column.name, "most": most}
        raise Wrong(_("“%(name)s” is longer than %(most)d characters.") % told)
    return given


_READERS: tuple[tuple[Any, Any], ...] = (
    (peewee.BooleanField, _flag),
    (UtcDateTime, _moment),
    (peewee.DateField, _date),
    (peewee.DecimalField, _decimal),
    ((peewee.IntegerField, peewee.ForeignKeyField), _number),
    (object, _text),
)
