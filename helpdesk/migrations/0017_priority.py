"""Make the table `priority`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, IntegerField, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Priority(Model):
        id = BigAutoField()
        name = CharField(190)
        level = CharField(20)
        position = IntegerField()
        is_default = BooleanField()
        is_public = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("priority")

    create(db, Priority)
