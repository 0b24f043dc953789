"""Make the table `pending_reply`."""

from typing import Any

from peewee import BigIntegerField, CharField, Database, ForeignKeyField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class PendingReply(Model):
        message = BigIntegerField(primary_key=True)
        ticket = ForeignKeyField(other(db, "ticket"), on_delete="CASCADE")
        staff = BigIntegerField()
        status = BigIntegerField(null=True)
        before = BigIntegerField()
        channel = CharField(20)
        change_id = CharField(32)
        until = UtcDateTime(index=True)

        class Meta:
            database = db
            table_name = prefixed("pending_reply")

    create(db, PendingReply)
