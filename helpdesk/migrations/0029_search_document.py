"""Make the table `search_document`."""

from typing import Any

from peewee import BigIntegerField, Database, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class SearchDocument(Model):
        id = BigIntegerField(primary_key=True)
        ticket = BigIntegerField()
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("search_document")

    create(db, SearchDocument)
