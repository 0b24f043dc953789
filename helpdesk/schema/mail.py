"""Mails: what administrators write in place of the texts in the files."""

from peewee import BigAutoField, CharField

from helpdesk.clock import now
from helpdesk.db import LongText, Table, UtcDateTime


class MailTemplate(Table):
    """Own words for a kind of mail in one language; an empty part stays as the file has it.

    They know placeholders such as `{subject}` and nothing else.
    """

    table = "mail_template"
    id = BigAutoField()
    name = CharField(60)
    language = CharField(20)
    subject = LongText(default="")
    text = LongText(default="")
    html = LongText(default="")
    changed = UtcDateTime(default=now)

    class Meta:
        indexes = ((("name", "language"), True),)
