"""Make the table `presence`."""

from typing import Any

from peewee import BigIntegerField, CharField, CompositeKey, Database, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Presence(Model):
        ticket = BigIntegerField()
        staff = BigIntegerField()
        seen = UtcDateTime(index=True)
        typing_until = UtcDateTime(null=True)
        what = CharField(10)

        class Meta:
            database = db
            table_name = prefixed("presence")
            primary_key = CompositeKey("ticket", "staff")

    create(db, Presence)
