"""Remember who needs no tour any more. Whoever is there already knows the desk."""

from typing import Any

from peewee import Database

from helpdesk.migrations import add_column, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    add_column(db, prefixed("staff"), "toured", "BOOL NOT NULL DEFAULT 0")
    db.execute_sql(f"UPDATE `{prefixed('staff')}` SET toured = 1")
