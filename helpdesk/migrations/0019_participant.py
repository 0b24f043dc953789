"""Make the table `participant`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, ForeignKeyField, Model

from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Participant(Model):
        id = BigAutoField()
        ticket = ForeignKeyField(other(db, "ticket"), on_delete="CASCADE")
        role = CharField(20)
        customer = ForeignKeyField(other(db, "customer"), null=True, on_delete="CASCADE")
        staff = ForeignKeyField(other(db, "staff"), null=True, on_delete="CASCADE")
        email = CharField(255)
        email_normal = CharField(190, index=True)

        class Meta:
            database = db
            table_name = prefixed("participant")

    create(db, Participant)
