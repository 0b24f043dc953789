"""What is true for a while only: who looks at a ticket, who types, and when timed work ran."""

from peewee import BigIntegerField, CharField, CompositeKey, IntegerField

from helpdesk.db import Table, UtcDateTime


class Presence(Table):
    """Somebody at a ticket; `staff` 0 is its customer.

    Without references on purpose: writing here must never wait for whoever holds the ticket's row.
    """

    table = "presence"
    ticket = BigIntegerField()
    staff = BigIntegerField()
    seen = UtcDateTime(index=True)
    typing_until = UtcDateTime(null=True)
    what = CharField(10, default="")

    class Meta:
        primary_key = CompositeKey("ticket", "staff")


class Beat(Table):
    """When timed work was last done in one of its ways, on one host, and how many slices of jobs
    that were since the beat before."""

    table = "beat"
    way = CharField(20)
    host = CharField(100)
    last = UtcDateTime()
    done = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("way", "host")
