"""Make the table `session`."""

from typing import Any

from peewee import BigIntegerField, CharField, Database, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Session(Model):
        id = CharField(64, primary_key=True)
        staff = BigIntegerField(null=True, index=True)
        customer = BigIntegerField(null=True, index=True)
        data = LongText()
        created = UtcDateTime()
        expires = UtcDateTime(index=True)

        class Meta:
            database = db
            table_name = prefixed("session")

    create(db, Session)
