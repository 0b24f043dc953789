"""Let a priority be retired: nobody can choose it any more, what has it keeps it."""

from typing import Any

from peewee import Database

from helpdesk.migrations import add_column, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    add_column(db, prefixed("priority"), "is_retired", "BOOL NOT NULL DEFAULT 0")
