"""The base of all tables, and the two kinds of column that the engines do differently."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import peewee

from helpdesk.clock import UTC

database = peewee.DatabaseProxy()
_FORMAT = "%Y-%m-%d %H:%M:%S"


class Table(peewee.Model):
    """A table of the desk; `table` is its name without the prefix."""

    table: ClassVar[str]
    _inserts: ClassVar[dict[tuple[Any, ...], str]] = {}

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def create(cls, **values: Any) -> Any:
        """A new row, stored: as peewee does it, but the words of the INSERT are kept. To write them
        anew takes longer than the query."""
        row = cls(**values)
        meta = cls._meta
        fields = {name: meta.fields[name] for name in row.__data__}
        key = (database.param, meta.table_name, *fields)  # signs, and so quotes, differ by engine
        sql = cls._inserts.get(key)
        if sql is None:
            sql = cls._inserts[key] = _insert(meta.table_name, fields.values())
        given = [field.db_value(row.__data__[name]) for name, field in fields.items()]
        cursor = database.execute_sql(sql, given)
        if meta.auto_increment and meta.primary_key.name not in fields:
            row._pk = cursor.lastrowid
        row._dirty.clear()
        return row


def _insert(table: str, fields: Iterable[peewee.Field]) -> str:
    sign, (begin, end) = database.param, database.quote
    columns = [f"{begin}{field.column_name}{end}" for field in fields]
    marks = ", ".join([sign] * len(columns))
    return f"INSERT INTO {begin}{table}{end} ({', '.join(columns)}) VALUES ({marks})"


class LongText(peewee.TextField):
    """Text of any length: TEXT on SQLite, MEDIUMTEXT (16 MB) on MySQL, whose TEXT ends at 64 KB."""

    field_type = "MEDIUMTEXT"

    def db_value(self, value: Any) -> Any:
        """Write without NUL, which SQLite's functions take for a text's end."""
        return value.replace("\0", "\ufffd") if isinstance(value, str) else value


class Bytes(peewee.Field):
    """Bytes: BLOB on SQLite, MEDIUMBLOB (16 MB) on MySQL, whose BLOB ends at 64 KB."""

    field_type = "MEDIUMBLOB"

    if TYPE_CHECKING:  # as above

        def __get__(self, instance: Any, owner: Any) -> Any: ...
        def __set__(self, instance: Any, value: bytes) -> None: ...


class RisingId(peewee.BigAutoField):
    """An id that is never given out twice: SQLite alone would reuse that of a deleted last row."""

    def ddl(self, ctx: Any) -> Any:
        """The column, with SQLite's promise added; MySQL keeps it anyway."""
        column = super().ddl(ctx)
        if isinstance(self.model._meta.get_database_instance(), peewee.MySQLDatabase):
            return column
        return peewee.NodeList((column, peewee.SQL("AUTOINCREMENT")))


class UtcDateTime(peewee.Field):
    """A moment: naive UTC in whole seconds in the database, aware UTC in Python."""

    field_type = "DATETIME"

    if TYPE_CHECKING:  # peewee's stubs know the types of its own fields only

        def __get__(self, instance: Any, owner: Any) -> Any: ...
        def __set__(self, instance: Any, value: datetime | None) -> None: ...

    def db_value(self, value: Any) -> Any:
        """Write in the one form that both engines compare correctly."""
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC).strftime(_FORMAT)

    def python_value(self, value: Any) -> datetime | None:
        """Read as an aware moment."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
