"""Make the table `file_content`."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, CharField, Database, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class FileContent(Model):
        id = BigAutoField()
        name = CharField(80, null=True, unique=True)
        size = BigIntegerField()
        touched = UtcDateTime(index=True)

        class Meta:
            database = db
            table_name = prefixed("file_content")

    create(db, FileContent)
