"""Let people choose the list that they begin with, and where they land after signing in."""

from typing import Any

from peewee import Database

from helpdesk.migrations import add_column, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    add_column(db, prefixed("staff"), "list_view", "VARCHAR(190) NOT NULL DEFAULT ''")
    add_column(db, prefixed("staff"), "start", "VARCHAR(20) NOT NULL DEFAULT ''")
