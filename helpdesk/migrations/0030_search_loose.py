"""Make the table `search_loose`."""

from typing import Any

from peewee import BigIntegerField, CharField, CompositeKey, Database, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class SearchLoose(Model):
        token = CharField(80)
        document = BigIntegerField()

        class Meta:
            database = db
            table_name = prefixed("search_loose")
            primary_key = CompositeKey("token", "document")

    create(db, SearchLoose)
