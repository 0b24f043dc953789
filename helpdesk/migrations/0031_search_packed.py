"""Make the table `search_packed`."""

from typing import Any

from peewee import BlobField, CharField, CompositeKey, Database, IntegerField, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class SearchPacked(Model):
        token = CharField(80)
        block = IntegerField()
        documents = BlobField()

        class Meta:
            database = db
            table_name = prefixed("search_packed")
            primary_key = CompositeKey("token", "block")

    create(db, SearchPacked)
