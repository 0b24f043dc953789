"""Drop the index that 0040 has replaced."""

from typing import Any

from peewee import Database, MySQLDatabase

from helpdesk.migrations import prefixed


def up(migrator: Any, db: Database) -> None:
    """Where it still is."""
    table = prefixed("ticket")
    name = f"{table}_is_open_last_message_id"
    if name in {index.name for index in db.get_indexes(table)}:
        where = f" ON `{table}`" if isinstance(db, MySQLDatabase) else ""
        quote = "`" if isinstance(db, MySQLDatabase) else '"'
        db.execute_sql(f"DROP INDEX {quote}{name}{quote}{where}")
