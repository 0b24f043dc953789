"""Make the table `translation`."""

from typing import Any

from peewee import BigIntegerField, CharField, CompositeKey, Database, Model

from helpdesk.db.fields import LongText
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Translation(Model):
        noun = CharField(30)
        object_id = BigIntegerField()
        field = CharField(30)
        language = CharField(20)
        text = LongText()

        class Meta:
            database = db
            table_name = prefixed("translation")
            primary_key = CompositeKey("noun", "object_id", "field", "language")

    create(db, Translation)
