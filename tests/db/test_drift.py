"""What the scripts make is what the models say, on both engines."""

import dataclasses

import pytest

from helpdesk import db
from helpdesk.config import Database
from helpdesk.db import LongText, UtcDateTime, database
from helpdesk.schema import ALL, Event, Message, Outbox, Team, Ticket
from tests.cast import Desk
from tests.db import schemas
from tests.db.conftest import MakeEmpty

TYPES = {
    # peewee's kind: what it is on SQLite, and on MySQL
    "AUTO": ("INTEGER", "INT(11)"),
    "BIGAUTO": ("INTEGER", "BIGINT(20)"),
    "BIGINT": ("INTEGER", "BIGINT(20)"),
    "INT": ("INTEGER", "INT(11)"),
    "BOOL": ("INTEGER", "TINYINT(1)"),
    "MEDIUMTEXT": ("MEDIUMTEXT", "MEDIUMTEXT"),
    "DATETIME": ("DATETIME", "DATETIME"),
    "DATE": ("DATE", "DATE"),
    "BLOB": ("BLOB", "BLOB"),
    "MEDIUMBLOB": ("MEDIUMBLOB", "MEDIUMBLOB"),
}


def test_scripts_make_what_the_models_say(make_empty: MakeEmpty) -> None:
    migrated, modelled = make_empty(), make_empty()
    schemas.migrate(migrated)
    schemas.from_models(modelled)
    found = schemas.read(migrated)
    history = found.pop(schemas.HISTORY)
    expected = schemas.read(modelled)
    assert set(found) == {table.table for table in ALL} == set(expected)
    for name in expected:
        assert found[name] == expected[name], name
    assert (("name",), True) in history.indexes


def test_columns_are_of_the_types_that_the_models_name(empty: Database, engine: str) -> None:
    """Without peewee's own way to make tables, which both sides of the test above share."""
    schemas.migrate(empty)
    found = schemas.read(empty)
    for table in ALL:
        columns = found[table.table].columns
        assert list(columns) == [f.column_name for f in table._meta.sorted_fields], table
        for field in table._meta.sorted_fields:
            kind, null, _key = columns[field.column_name]
            wanted = _type(field, engine)
            assert (kind.replace(" ", ""), null) == (wanted, field.null), field


def test_uniqueness_indexes_and_references(empty: Database) -> None:
    schemas.migrate(empty)
    found = schemas.read(empty)
    assert (("tracking_id",), True) in found["ticket"].indexes
    assert (("ticket_id", "position"), True) in found["message"].indexes
    assert (("waiting_since", "id"), False) in found["ticket"].indexes
    assert ("status_id", "status", "id", "RESTRICT") in found["ticket"].foreign
    assert ("ticket_id", "ticket", "id", "CASCADE") in found["outbox"].foreign
    assert ("organisation_id", "organisation", "id", "SET NULL") in found["customer"].foreign
    for table in ALL:
        for field in table._meta.sorted_fields:
            columns = (field.column_name,)
            if field.unique and not field.primary_key:
                assert (columns, True) in found[table.table].indexes, field
            elif field.index and not field.primary_key:
                assert (columns, False) in found[table.table].indexes, field


def test_all_names_carry_the_prefix_and_two_desks_share_a_database(make_empty: MakeEmpty) -> None:
    first = make_empty("one_")
    second = dataclasses.replace(first, prefix="two_")
    schemas.migrate(first)
    before = schemas.read(first)
    assert all(name.startswith("one_") for name in schemas.tables(first))
    schemas.migrate(second)
    both = {f"{p}{t}" for p in ("one_", "two_") for t in before}
    assert schemas.tables(first) == both
    assert schemas.read(second) == before
    assert schemas.read(first) == before
    _write_into(second, "two")
    db.use(first)
    with db.connection():
        assert Ticket.select().count() == 0
        assert Ticket._meta.table_name == "one_ticket"


def _write_into(address: Database, name: str) -> None:
    db.use(address)
    with db.connection():
        Team.create(name=name)
        assert Team.select().count() == 1
        assert database.execute_sql("SELECT COUNT(*) FROM one_team").fetchone()[0] == 0


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.table)
def test_rules_of_the_models(table: type[Ticket]) -> None:
    """A primary key everywhere; what is indexed is short; moments and long texts are our own."""
    meta = table._meta
    assert meta.primary_key is not False
    indexed = {f.name for f in meta.sorted_fields if f.index or f.unique or f.primary_key}
    for columns, _unique in meta.indexes:
        indexed |= set(columns)
    indexed |= set(getattr(meta.primary_key, "field_names", ()))
    for field in meta.sorted_fields:
        if field.field_type == "VARCHAR" and field.name in indexed:
            assert field.max_length <= 190, field
        assert not (isinstance(field, LongText) and field.name in indexed), field
        assert field.field_type != "TEXT", f"{field}: LongText ends at 16 MB, TEXT at 64 KB"
        assert field.field_type != "DATETIME" or isinstance(field, UtcDateTime), field


def _type(field: object, engine: str) -> str:
    kind = getattr(field, "field_type", "")
    on_mysql = engine == "mariadb"
    if kind == "VARCHAR":
        return f"VARCHAR({getattr(field, 'max_length', 0)})"
    if kind == "DECIMAL":
        return "DECIMAL(30,8)"
    return TYPES[kind][on_mysql]


def test_the_number_of_a_deleted_ticket_is_never_given_out_again(desk: Desk) -> None:
    gone = desk.ticket()
    for table in (Event, Outbox, Message):
        table.delete().execute()
    Ticket.delete().execute()
    assert desk.ticket().id > gone.id
