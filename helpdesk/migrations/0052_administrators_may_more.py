"""Let administrators back up, restore and see the system's status, as in a new installation."""

import json
from typing import Any

from peewee import BigAutoField, BooleanField, Database, Model, TextField

from helpdesk.migrations import prefixed

NEW = ["backups.manage", "system.view"]
OLD = {"settings.change", "staff.manage"}  # what made somebody an administrator until now


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""

    class Role(Model):
        id = BigAutoField()
        permissions = TextField()
        is_ready_made = BooleanField()

        class Meta:
            database = db
            table_name = prefixed("role")

    for role in list(Role.select().where(Role.is_ready_made)):
        held = json.loads(role.permissions)
        if set(held) >= OLD:
            held += [key for key in NEW if key not in held]
            Role.update(permissions=json.dumps(held)).where(Role.id == role.id).execute()
