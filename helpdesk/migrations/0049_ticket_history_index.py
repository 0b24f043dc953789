"""Index the tickets of a customer by their last message, in place of by the customer alone."""

from typing import Any

from peewee import Database, MySQLDatabase

from helpdesk.migrations import prefixed

COLUMNS = ("customer_id", "deleted", "last_message", "id", "category_id", "is_open")


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script. The new one first: MySQL wants one for the reference."""
    table = prefixed("ticket")
    there = {tuple(index.columns): index.name for index in db.get_indexes(table)}
    if COLUMNS not in there:
        migrator.migrate(migrator.add_index(table, COLUMNS))
    if old := there.get(("customer_id",)):
        where = f" ON `{table}`" if isinstance(db, MySQLDatabase) else ""
        db.execute_sql(f"DROP INDEX `{old}`{where}")
