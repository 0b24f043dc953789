"""Make the table `once`."""

from typing import Any

from peewee import CharField, Database, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Once(Model):
        key = CharField(64, primary_key=True)
        location = LongText()
        created = UtcDateTime(index=True)

        class Meta:
            database = db
            table_name = prefixed("once")

    create(db, Once)
