"""Make the table `mail_id`."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    Model,
)

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class MailId(Model):
        id = BigAutoField()
        message_id = CharField(190, unique=True)
        is_incoming = BooleanField()
        ticket = ForeignKeyField(other(db, "ticket"), on_delete="CASCADE")
        message = BigIntegerField(null=True)
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("mail_id")

    create(db, MailId)
