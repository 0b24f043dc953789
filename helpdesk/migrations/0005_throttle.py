"""Make the table `throttle`."""

from typing import Any

from peewee import CharField, Database, IntegerField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Throttle(Model):
        key = CharField(64, primary_key=True)
        hits = IntegerField()
        ends = UtcDateTime(index=True)

        class Meta:
            database = db
            table_name = prefixed("throttle")

    create(db, Throttle)
