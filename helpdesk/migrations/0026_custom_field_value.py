"""Make the table `custom_field_value`."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    Database,
    DecimalField,
    ForeignKeyField,
    Model,
)

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class CustomFieldValue(Model):
        id = BigAutoField()
        field = ForeignKeyField(other(db, "custom_field"), on_delete="RESTRICT", index=False)
        object_id = BigIntegerField()
        text = LongText(null=True)
        text_start = CharField(190, null=True)
        number = DecimalField(30, 8, null=True)
        moment = UtcDateTime(null=True)
        option = ForeignKeyField(other(db, "custom_field_option"), null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = prefixed("custom_field_value")
            indexes = (
                (("object_id", "field"), False),
                (("field", "text_start"), False),
                (("field", "number"), False),
                (("field", "moment"), False),
            )

    create(db, CustomFieldValue)
