"""Make the table `event`."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, CharField, Database, IntegerField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Event(Model):
        id = BigAutoField()
        name = CharField(60)
        ticket = BigIntegerField(null=True)
        position = IntegerField(null=True)
        message = BigIntegerField(null=True)
        actor_kind = CharField(20)
        staff = BigIntegerField(null=True)
        customer = BigIntegerField(null=True)
        channel = CharField(20)
        change_id = CharField(32)
        details = LongText()
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("event")
            indexes = (
                (("ticket", "position"), False),
                (("created", "id"), False),
            )

    create(db, Event)
