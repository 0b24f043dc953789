"""Let people choose the list that they begin with, and where they land after signing in."""

from typing import Any

from peewee import Database

from helpdesk.migrations import prefixed

COLUMNS = (("list_view", 190), ("start", 20))


def up(migrator: Any, db: Database) -> None:
    """In one statement each: on SQLite the migrator would make the table anew, and with the old one
    the rows that refer to it would go."""
    table = prefixed("staff")
    there = {column.name for column in db.get_columns(table)}
    for name, length in COLUMNS:
        if name not in there:
            kind = f"VARCHAR({length}) NOT NULL DEFAULT ''"
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
