"""What is being written and what was written a moment ago: drafts, replies that can be undone."""

from peewee import BigAutoField, BigIntegerField, CharField, ForeignKeyField, IntegerField

from helpdesk.clock import now
from helpdesk.db import LongText, Table, UtcDateTime
from helpdesk.schema.people import Staff
from helpdesk.schema.tickets import Ticket


class Draft(Table):
    """What a staff member was typing on a ticket: a reply or a note (`kind`).

    `version` counts the savings, `device` is the page that saved last, so that another one notices;
    `files` is a JSON list of files that are in the store already.
    """

    table = "draft"
    id = BigAutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
    kind = CharField(10)
    text = LongText(default="")
    html = LongText(default="")
    files = LongText(default="[]")
    version = IntegerField(default=1)
    device = CharField(40, default="")
    changed = UtcDateTime(default=now)

    class Meta:
        indexes = ((("staff", "ticket", "kind"), True),)


class PendingReply(Table):
    """A reply that can still be taken back, and what follows from it once it goes out.

    `message` is its id; `status` the chosen one, if any, `before` the one at the time of writing.
    Whoever removes the row decides: let out by the job, or taken back by its author.
    """

    table = "pending_reply"
    message = BigIntegerField(primary_key=True)
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
    staff = BigIntegerField()
    status = BigIntegerField(null=True)
    before = BigIntegerField()
    channel = CharField(20)
    change_id = CharField(32)
    until = UtcDateTime(index=True)
