"""Let a status be retired: nobody can choose it any more, what has it keeps it."""

from typing import Any

from peewee import BooleanField, Database

from helpdesk.migrations import prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    table = prefixed("status")
    if "is_retired" not in {column.name for column in db.get_columns(table)}:
        migrator.migrate(migrator.add_column(table, "is_retired", BooleanField(default=False)))
