"""Make the table `team_member`."""

from typing import Any

from peewee import BigAutoField, Database, ForeignKeyField, Model

from helpdesk.migrations import create, other, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class TeamMember(Model):
        id = BigAutoField()
        team = ForeignKeyField(other(db, "team"), on_delete="CASCADE")
        staff = ForeignKeyField(other(db, "staff"), on_delete="CASCADE")

        class Meta:
            database = db
            table_name = prefixed("team_member")
            indexes = ((("team", "staff"), True),)

    create(db, TeamMember)
