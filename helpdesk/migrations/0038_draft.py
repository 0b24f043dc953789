"""Make the table `draft`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, ForeignKeyField, IntegerField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Draft(Model):
        id = BigAutoField()
        staff = ForeignKeyField(other(db, "staff"), on_delete="CASCADE", index=False)
        ticket = ForeignKeyField(other(db, "ticket"), on_delete="CASCADE")
        kind = CharField(10)
        text = LongText()
        html = LongText()
        files = LongText()
        version = IntegerField()
        device = CharField(40)
        changed = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("draft")
            indexes = ((("staff", "ticket", "kind"), True),)

    create(db, Draft)
