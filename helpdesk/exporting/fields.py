"""How the format is described: nouns, each a file of lines, and the fields of a line.

One description serves the writer, the reader of `importing`, README.txt in the archive and the test
that compares docs/export.md with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from helpdesk.db import Table, UtcDateTime

OPTIONS = "options"  # of custom fields: rows with ids of their own inside another noun's lines


@dataclass(frozen=True)
class Field:
    """One value. `column` is the table's name for it, where that differs; `to` the noun whose id
    it holds; a `json` column holds JSON; a `secret` is there only when asked for; with `one_of` no
    other words are known."""

    name: str
    says: str
    column: str = ""
    to: str = ""
    json: bool = False
    secret: bool = False
    one_of: tuple[str, ...] = ()

    @property
    def inside(self) -> str:
        """The column's name."""
        return self.column or self.name

    def of(self, table: type[Table]) -> Any:
        """The column itself."""
        return table._meta.fields[self.inside]

    def kind(self, table: type[Table]) -> str:
        """What the value is, in the words of docs/export.md."""
        column = self.of(table)
        if self.to:
            return "id of an option" if self.to == OPTIONS else f"id in {self.to}.jsonl"
        if self.json:
            return "JSON"
        if self.one_of:
            return ", ".join(self.one_of[:-1]) + f" or {self.one_of[-1]}"
        return next(word for kinds, word in _KINDS if isinstance(column, kinds))


@dataclass(frozen=True)
class Many:
    """A list within a line: rows of another table that belong to it (`by` names their column).

    With `flat` it is a list of the one field's values. `only` narrows the rows.
    """

    name: str
    says: str
    table: type[Table]
    by: str
    fields: tuple[Field, ...]
    flat: bool = False
    only: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Noun:
    """A file `NAME.jsonl`: one line for each row of its table.

    `translated` names the fields whose texts in more languages follow in `translations`; `more`
    are values that no column holds: name, kind, meaning.
    """

    name: str
    says: str
    table: type[Table]
    fields: tuple[Field, ...]
    lists: tuple[Many, ...] = ()
    translated: tuple[str, ...] = ()
    more: tuple[tuple[str, str, str], ...] = ()

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return f"{self.name}.jsonl"

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Name, kind and meaning of each field, as docs/export.md lists them."""
        for field in self.fields:
            yield field.name, _told(field, self.table), field.says
        yield from self.more
        for many in self.lists:
            if many.flat:
                kind = _told(many.fields[0], many.table)
                yield many.name, f"list of {kind}", many.says
                continue
            yield many.name, "list", many.says
            for field in many.fields:
                yield f"{many.name}[].{field.name}", _told(field, many.table), field.says
        if self.translated:
            names = " and ".join(self.translated)
            says = f"Texts of {names} in more languages: by field, then by language."
            yield "translations", "JSON", says


_KINDS: tuple[tuple[Any, str], ...] = (
    (peewee.BooleanField, "true or false"),
    (UtcDateTime, "moment"),
    (peewee.DateField, "date"),
    (peewee.DecimalField, "decimal"),
    ((peewee.IntegerField, peewee.AutoField), "number"),
    (object, "text"),
)


def _told(field: Field, table: type[Table]) -> str:
    kind = field.kind(table)
    return f"{kind}, or null" if field.of(table).null else kind
