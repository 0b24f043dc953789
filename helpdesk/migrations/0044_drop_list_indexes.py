"""Drop the indexes that the script before has replaced by ones that hold more."""

from typing import Any

from peewee import Database, MySQLDatabase

from helpdesk.migrations import prefixed

REPLACED = (
    "is_open_last_message_id",
    "owner_id_is_open_last_message_id",
    "category_id_is_open_last_message_id",
)


def up(migrator: Any, db: Database) -> None:
    """Where they still are."""
    table = prefixed("ticket")
    there = {index.name for index in db.get_indexes(table)}
    where = f" ON `{table}`" if isinstance(db, MySQLDatabase) else ""
    quote = "`" if isinstance(db, MySQLDatabase) else '"'
    for name in REPLACED:
        if f"{table}_{name}" in there:
            db.execute_sql(f"DROP INDEX {quote}{table}_{name}{quote}{where}")
