"""Make the table `rota`."""

from typing import Any

from peewee import BigIntegerField, Database, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Rota(Model):
        staff = BigIntegerField(primary_key=True)
        turn = BigIntegerField(default=0)

        class Meta:
            database = db
            table_name = prefixed("rota")

    create(db, Rota)
