"""Make the table `team`."""

from typing import Any

from peewee import BigAutoField, CharField, Database, Model

from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Team(Model):
        id = BigAutoField()
        name = CharField(190, unique=True)

        class Meta:
            database = db
            table_name = prefixed("team")

    create(db, Team)
