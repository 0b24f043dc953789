"""Let a row of the outbox name the message that it brings."""

from typing import Any

from peewee import BigIntegerField, Database

from helpdesk.migrations import prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    table = prefixed("outbox")
    if "message" not in {column.name for column in db.get_columns(table)}:
        migrator.migrate(migrator.add_column(table, "message", BigIntegerField(null=True)))
