"""Notices on the customers' pages."""

from peewee import BigAutoField, BooleanField, CharField, IntegerField

from helpdesk.clock import now
from helpdesk.db import LongText, Table, UtcDateTime


class Announcement(Table):
    """A notice: plain text, shown from one moment to another on the pages that `place` names.

    Title and text are those of the desk's own language; `Translation` has the others. `language`
    keeps it to readers of one, '' is for all of them.
    """

    table = "announcement"
    id = BigAutoField()
    title = CharField(190)
    text = LongText(default="")
    style = CharField(20, default="info")
    place = CharField(20, default="everywhere")
    language = CharField(20, default="")
    begins = UtcDateTime(null=True)
    ends = UtcDateTime(null=True)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)
    changed = UtcDateTime(default=now)
    deleted = UtcDateTime(null=True)
