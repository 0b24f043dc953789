"""Make the table `staff_category`."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, Database, ForeignKeyField, Model

from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class StaffCategory(Model):
        id = BigAutoField()
        staff = ForeignKeyField(other(db, "staff"), on_delete="CASCADE")
        category = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = prefixed("staff_category")
            indexes = ((("staff", "category"), True),)

    create(db, StaffCategory)
