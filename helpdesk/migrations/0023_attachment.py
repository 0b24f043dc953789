"""Make the table `attachment`."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, CharField, Database, ForeignKeyField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Attachment(Model):
        id = BigAutoField()
        file = ForeignKeyField(other(db, "file"), on_delete="RESTRICT")
        name = CharField(255)
        ticket = ForeignKeyField(other(db, "ticket"), null=True, on_delete="RESTRICT")
        message = BigIntegerField(null=True, index=True)
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("attachment")

    create(db, Attachment)
