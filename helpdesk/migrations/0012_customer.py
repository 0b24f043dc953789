"""Make the table `customer`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, ForeignKeyField, Model

from helpdesk.db.fields import LongText, UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Customer(Model):
        id = BigAutoField()
        name = CharField(255)
        organisation = ForeignKeyField(other(db, "organisation"), null=True, on_delete="SET NULL")
        password = CharField(255, null=True)
        language = CharField(20)
        timezone = CharField(64)
        note = LongText()
        created = UtcDateTime()

        class Meta:
            database = db
            table_name = prefixed("customer")

    create(db, Customer)
