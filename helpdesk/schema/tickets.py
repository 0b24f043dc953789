"""Tickets and what they are sorted by. What lists show is kept on the ticket's own row."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
)

from helpdesk.clock import now
from helpdesk.db import RisingId, Table, UtcDateTime
from helpdesk.schema.people import Customer, Organisation, Staff, Team


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


class Category(Table):
    """A kind of matter. Nobody can choose a retired one any more; tickets that have it keep it."""

    table = "category"
    id = BigAutoField()
    name = CharField(190)
    position = IntegerField(default=0)
    is_public = BooleanField(default=True)
    priority = BigIntegerField(null=True)
    is_retired = BooleanField(default=False)


class Status(Table):
    """Where a ticket stands; `meaning` is one of new, open, waiting, hold, resolved."""

    table = "status"
    id = BigAutoField()
    name = CharField(190)
    meaning = CharField(20)
    colour = CharField(20, default="")
    position = IntegerField(default=0)
    is_default = BooleanField(default=False)
    is_retired = BooleanField(default=False)


class Priority(Table):
    """How pressing a ticket is; `level` is one of urgent, high, normal, low."""

    table = "priority"
    id = BigAutoField()
    name = CharField(190)
    level = CharField(20, default="normal")
    position = IntegerField(default=0)
    is_default = BooleanField(default=False)
    is_public = BooleanField(default=True)
    is_retired = BooleanField(default=False)


class Ticket(Table):
    """One matter. `id` is the number on the screens; numbers rise, with gaps.

    `last_position` counts the entries of the thread: taken from here inside the transaction that
    updates this row anyway, it puts them in order whatever the ids and clocks of several machines.
    `waiting_since`: from when on the customer waits for us; none while it isn't our turn.
    """

    table = "ticket"
    id = RisingId()
    tracking_id = CharField(20, unique=True)
    subject = CharField(255)
    snippet = CharField(190, default="")
    status = ForeignKeyField(Status, on_delete="RESTRICT")
    priority = ForeignKeyField(Priority, on_delete="RESTRICT")
    category = ForeignKeyField(Category, on_delete="RESTRICT", index=False)
    customer = ForeignKeyField(Customer, on_delete="RESTRICT", index=False)
    organisation = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
    owner = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", index=False)
    team = ForeignKeyField(Team, null=True, on_delete="SET NULL")
    is_open = BooleanField(default=True)
    channel = CharField(20, default="portal")
    language = CharField(20, default="")
    created = UtcDateTime(default=now)
    updated = UtcDateTime(default=now)
    first_answer = UtcDateTime(null=True)
    resolved = UtcDateTime(null=True)
    due = DateField(null=True)
    deleted = UtcDateTime(null=True)
    last_position = IntegerField(default=0)
    last_message = UtcDateTime(default=now)
    last_by_customer = BooleanField(default=True)
    messages = IntegerField(default=0)
    staff_messages = IntegerField(default=0)
    notes = IntegerField(default=0)
    attachments = IntegerField(default=0)
    waiting_since = UtcDateTime(null=True)
    collaborators = IntegerField(default=0)

    class Meta:
        # What is behind `id` takes no part in the order: counts and filters read the index alone.
        indexes = (
            (
                _columns("is_open deleted last_message id owner status category priority team"),
                False,
            ),
            (_columns("owner is_open deleted last_message id status category"), False),
            (_columns("category is_open deleted last_message id owner status team"), False),
            (_columns("is_open deleted created id category"), False),
            (_columns("is_open deleted priority id category"), False),
            (_columns("waiting_since id"), False),
            (_columns("resolved category deleted"), False),
            # A customer's history, also of those who see some categories only, from it alone.
            (_columns("customer deleted last_message id category is_open"), False),
        )


class Participant(Table):
    """Somebody with a part in a ticket: follower (customer or bare address) or collaborator."""

    table = "participant"
    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
    role = CharField(20)
    customer = ForeignKeyField(Customer, null=True, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, null=True, on_delete="CASCADE")
    email = CharField(255, default="")
    email_normal = CharField(190, default="", index=True)
