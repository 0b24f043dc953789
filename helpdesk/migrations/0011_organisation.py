"""Make the table `organisation`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Organisation(Model):
        id = BigAutoField()
        name = CharField(190, index=True)
        note = LongText()
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("organisation")

    create(db, Organisation)
