"""Make the table `category`."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Database,
    IntegerField,
    Model,
)

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Category(Model):
        id = BigAutoField()
        name = CharField(190)
        position = IntegerField()
        is_public = BooleanField()
        priority = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = prefixed("category")

    create(db, Category)
