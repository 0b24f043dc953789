"""What is true for seconds only: who looks at a ticket, and who types."""

from peewee import BigIntegerField, CharField, CompositeKey

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
