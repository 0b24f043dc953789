"""Make the table `file_chunk`."""

from typing import Any

from peewee import BigIntegerField, CompositeKey, Database, IntegerField, Model

from helpdesk.db.fields import Bytes
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class FileChunk(Model):
        content = BigIntegerField()
        position = IntegerField()
        data = Bytes()

        class Meta:
            database = db
            table_name = prefixed("file_chunk")
            primary_key = CompositeKey("content", "position")

    create(db, FileChunk)
