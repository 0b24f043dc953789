"""Make the table `status`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, IntegerField, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Status(Model):
        id = BigAutoField()
        name = CharField(190)
        meaning = CharField(20)
        colour = CharField(20)
        position = IntegerField()
        is_default = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("status")

    create(db, Status)
