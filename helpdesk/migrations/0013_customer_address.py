"""Make the table `customer_address`."""

from typing import Any

from peewee import BigAutoField, BooleanField, CharField, Database, ForeignKeyField, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class CustomerAddress(Model):
        id = BigAutoField()
        customer = ForeignKeyField(other(db, "customer"), on_delete="CASCADE")
        email = CharField(255)
        email_normal = CharField(190, unique=True)
        is_primary = BooleanField()
        verified = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("customer_address")

    create(db, CustomerAddress)
