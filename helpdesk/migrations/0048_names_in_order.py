"""Let customers and organisations be put in order and found by the beginning of their names."""

import unicodedata
from typing import Any

from peewee import BigAutoField, Case, CharField, Database, Model

from helpdesk.migrations import add_column, prefixed

AT_ONCE = 250  # rows of one UPDATE; SQLite takes 999 values at most


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script. Run again after a kill it goes on where it was."""
    for name, columns in (("organisation", ("name_normal",)), ("customer", ("name_normal", "id"))):
        table = prefixed(name)
        if list(columns) in [index.columns for index in db.get_indexes(table)]:
            continue
        add_column(db, table, "name_normal", "VARCHAR(190) NOT NULL DEFAULT ''")
        _fill(db, table)
        migrator.migrate(migrator.add_index(table, columns))


def _fill(db: Database, named: str) -> None:
    class Named(Model):
        id = BigAutoField()
        name = CharField(255)
        name_normal = CharField(190)

        class Meta:
            database = db
            table_name = named

    after = 0
    while True:
        todo = (Named.id > after) & (Named.name_normal == "") & (Named.name != "")
        query = Named.select(Named.id, Named.name).where(todo).order_by(Named.id).limit(AT_ONCE)
        rows = list(query.tuples())
        if not rows:
            return
        values = Case(Named.id, [(number, _normal(name)) for number, name in rows])
        numbers = [number for number, _name in rows]
        Named.update(name_normal=values).where(Named.id.in_(numbers)).execute()
        after = numbers[-1]


def _normal(name: str) -> str:
    signs = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", bare.casefold()).split())[:190]
