"""Make the table `beat`."""

from typing import Any

from peewee import CharField, CompositeKey, Database, IntegerField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Beat(Model):
        way = CharField(20)
        host = CharField(100)
        last = UtcDateTime()
        done = IntegerField()

        class Meta:
            database = db
            table_name = prefixed("beat")
            primary_key = CompositeKey("way", "host")

    create(db, Beat)
