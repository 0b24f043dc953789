"""Count the collaborators of a ticket on its own row."""

from typing import Any

from peewee import Database

from helpdesk.migrations import add_column, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script. There are none yet: no release could add any."""
    add_column(db, prefixed("ticket"), "collaborators", "INTEGER NOT NULL DEFAULT 0")
