"""Make the table `role`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, Model

from helpdesk.db.fields import LongText
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Role(Model):
        id = BigAutoField()
        name = CharField(190, unique=True)
        permissions = LongText()
        is_ready_made = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("role")

    create(db, Role)
