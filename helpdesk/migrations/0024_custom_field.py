"""Make the table `custom_field`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, IntegerField, Model

from helpdesk.db.fields import LongText
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class CustomField(Model):
        id = BigAutoField()
        noun = CharField(20)
        kind = CharField(20)
        name = CharField(190)
        help = LongText()
        required = CharField(20)
        is_public = BooleanField()
        before_message = BooleanField()
        rules = LongText()
        position = IntegerField()
        is_active = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("custom_field")

    create(db, CustomField)
