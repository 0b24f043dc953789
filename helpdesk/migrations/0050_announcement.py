"""Make the table `announcement`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, IntegerField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Announcement(Model):
        id = BigAutoField()
        title = CharField(190)
        text = LongText()
        style = CharField(20)
        place = CharField(20)
        language = CharField(20)
        begins = UtcDateTime(null=True)
        ends = UtcDateTime(null=True)
        position = IntegerField()
        is_active = BooleanField()
        changed = UtcDateTime()
        deleted = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("announcement")

    create(db, Announcement)
