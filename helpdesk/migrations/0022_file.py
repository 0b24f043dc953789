"""Make the table `file`."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, CharField, Database, IntegerField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class File(Model):
        id = BigAutoField()
        sha256 = CharField(64, unique=True)
        size = BigIntegerField()
        media_type = CharField(100)
        width = IntegerField()
        height = IntegerField()
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("file")

    create(db, File)
