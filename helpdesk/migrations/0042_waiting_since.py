"""Note since when customers wait."""

from typing import Any

from peewee import Database

from helpdesk.migrations import add_column, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script. Who waits already does so since the last message."""
    table, status = prefixed("ticket"), prefixed("status")
    add_column(db, table, "waiting_since", "DATETIME")
    db.execute_sql(
        f"UPDATE {table} SET waiting_since = last_message WHERE waiting_since IS NULL"
        f" AND status_id IN (SELECT id FROM {status} WHERE meaning IN ('new', 'open'))"
    )
