"""Make the table `message`."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
)

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Message(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(other(db, "ticket"), on_delete="RESTRICT", index=False)
        position = IntegerField()
        is_note = BooleanField()
        channel = CharField(20)
        customer = BigIntegerField(null=True, index=True)
        staff = BigIntegerField(null=True, index=True)
        author = CharField(255)
        text = LongText()
        html = LongText()
        original = LongText(null=True)
        policy = IntegerField()
        created = UtcDateTime()
        pending_until = UtcDateTime(null=True, index=True)

        class Meta:
            database = db
            table_name = prefixed("message")
            indexes = ((("ticket", "position"), True),)

    create(db, Message)
