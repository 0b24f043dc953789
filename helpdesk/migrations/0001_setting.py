"""Make the table `setting`."""

from typing import Any

from peewee import CharField, Database, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Setting(Model):
        key = CharField(100, primary_key=True)
        value = LongText()
        changed = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("setting")

    create(db, Setting)
