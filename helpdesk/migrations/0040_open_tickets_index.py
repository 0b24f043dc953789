"""Index the open tickets that aren't deleted, so that they are listed and counted from it alone."""

from typing import Any

from peewee import BigAutoField, BooleanField, Database, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script: the columns of the index only."""

    class Ticket(Model):
        id = BigAutoField()
        is_open = BooleanField()
        deleted = UtcDateTime(null=True)
        last_message = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("ticket")
            indexes = ((("is_open", "deleted", "last_message", "id"), False),)

    create(db, Ticket)
