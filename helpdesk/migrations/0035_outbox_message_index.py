"""Find the rows of the outbox by the message that they bring."""

from typing import Any

from peewee import Database

from helpdesk.migrations import prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    table = prefixed("outbox")
    if ["message"] not in [index.columns for index in db.get_indexes(table)]:
        migrator.migrate(migrator.add_index(table, ("message",)))
