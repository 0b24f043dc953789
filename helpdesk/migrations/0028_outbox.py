"""Make the table `outbox`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, ForeignKeyField, IntegerField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Outbox(Model):
        id = BigAutoField()
        kind = CharField(20)
        ticket = ForeignKeyField(other(db, "ticket"), null=True, on_delete="CASCADE")
        position = IntegerField()
        recipient = CharField(255)
        payload = LongText()
        state = CharField(20)
        due = UtcDateTime()
        attempts = IntegerField()
        error = LongText()
        claimed_by = CharField(64)
        claimed_until = UtcDateTime(null=True)
        created = UtcDateTime()
        sent = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("outbox")
            indexes = ((("state", "due", "id"), False),)

    create(db, Outbox)
