"""Make the table `mail_template`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class MailTemplate(Model):
        id = BigAutoField()
        name = CharField(60)
        language = CharField(20)
        subject = LongText()
        text = LongText()
        html = LongText()
        changed = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("mail_template")
            indexes = ((("name", "language"), True),)

    create(db, MailTemplate)
