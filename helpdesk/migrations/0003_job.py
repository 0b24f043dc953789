"""Make the table `job`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, IntegerField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Job(Model):
        id = BigAutoField()
        name = CharField(100)
        unique_key = CharField(190, null=True, unique=True)
        payload = LongText()
        checkpoint = LongText()
        state = CharField(20)
        due = UtcDateTime()
        attempts = IntegerField()
        error = LongText()
        claimed_by = CharField(64)
        claimed_until = UtcDateTime(null=True)
        done = IntegerField()
        total = IntegerField()
        created = UtcDateTime()
        finished = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("job")
            indexes = ((("state", "due"), False),)

    create(db, Job)
