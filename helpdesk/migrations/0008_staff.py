"""Make the table `staff`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, ForeignKeyField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Staff(Model):
        id = BigAutoField()
        name = CharField(190)
        email = CharField(190)
        email_normal = CharField(190, unique=True)
        password = CharField(255, null=True)
        role = ForeignKeyField(other(db, "role"), on_delete="RESTRICT")
        all_categories = BooleanField()
        nickname = CharField(190)
        signature = LongText()
        language = CharField(20)
        timezone = CharField(64)
        is_active = BooleanField()
        created = UtcDateTime()
        last_login = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("staff")

    create(db, Staff)
