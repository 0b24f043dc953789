"""Make the table `custom_field_option`."""

from typing import Any

from peewee import (
    BigAutoField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
)

from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class CustomFieldOption(Model):
        id = BigAutoField()
        field = ForeignKeyField(other(db, "custom_field"), on_delete="CASCADE")
        name = CharField(190)
        position = IntegerField()
        is_active = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("custom_field_option")

    create(db, CustomFieldOption)
