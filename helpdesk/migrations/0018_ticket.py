"""Make the table `ticket`."""

from typing import Any

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from helpdesk.db.fields import RisingId, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Ticket(Model):
        id = RisingId()
        tracking_id = CharField(20, unique=True)
        subject = CharField(255)
        snippet = CharField(190)
        status = ForeignKeyField(other(db, "status"), on_delete="RESTRICT")
        priority = ForeignKeyField(other(db, "priority"), on_delete="RESTRICT")
        category = ForeignKeyField(other(db, "category"), on_delete="RESTRICT", index=False)
        customer = ForeignKeyField(other(db, "customer"), on_delete="RESTRICT")
        organisation = ForeignKeyField(other(db, "organisation"), null=True, on_delete="SET NULL")
        owner = ForeignKeyField(other(db, "staff"), null=True, on_delete="RESTRICT", index=False)
        team = ForeignKeyField(other(db, "team"), null=True, on_delete="SET NULL")
        is_open = BooleanField()
        channel = CharField(20)
        language = CharField(20)
        created = UtcDateTime()
        updated = UtcDateTime()
        first_answer = UtcDateTime(null=True)
        resolved = UtcDateTime(null=True)
        due = DateField(null=True)
        deleted = UtcDateTime(null=True)
        last_position = IntegerField()
        last_message = UtcDateTime()
        last_by_customer = BooleanField()
        messages = IntegerField()
        staff_messages = IntegerField()
        notes = IntegerField()
        attachments = IntegerField()

        class Meta:
            database = db
            table_name = prefixed("ticket")
            indexes = (
                (("is_open", "last_message", "id"), False),
                (("owner", "is_open", "last_message", "id"), False),
                (("category", "is_open", "last_message", "id"), False),
            )

    create(db, Ticket)
