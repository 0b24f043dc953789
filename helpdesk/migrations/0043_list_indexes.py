"""Make the indexes by which lists are sorted and counted.

What is behind `id` in an index takes no part in the order: it lets counts and filters read the
index alone.
"""

from typing import Any

from peewee import BigAutoField, BigIntegerField, BooleanField, Database, Model

from helpdesk.db.fields import UtcDateTime
from helpdesk.migrations import create, prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script: the columns of the indexes only."""

    class Ticket(Model):
        id = BigAutoField()
        status_id = BigIntegerField()
        priority_id = BigIntegerField()
        category_id = BigIntegerField()
        owner_id = BigIntegerField(null=True)
        team_id = BigIntegerField(null=True)
        is_open = BooleanField()
        created = UtcDateTime()
        resolved = UtcDateTime(null=True)
        deleted = UtcDateTime(null=True)
        last_message = UtcDateTime()
        waiting_since = UtcDateTime(null=True)

        class Meta:
            database = db
            table_name = prefixed("ticket")
            indexes = (
                (
                    "is_open deleted last_message id owner_id status_id category_id priority_id"
                    " team_id".split(),
                    False,
                ),
                ("owner_id is_open deleted last_message id status_id category_id".split(), False),
                (
                    "category_id is_open deleted last_message id owner_id status_id"
                    " team_id".split(),
                    False,
                ),
                ("is_open deleted created id category_id".split(), False),
                ("is_open deleted priority_id id category_id".split(), False),
                (("waiting_since", "id"), False),
                (("resolved", "category_id", "deleted"), False),
            )

    create(db, Ticket)
