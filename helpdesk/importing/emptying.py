"""The desk that an export comes into: new and empty. What its installation made makes room."""

import json
from dataclasses import dataclass
from typing import Any

from helpdesk import permissions
from helpdesk.customers import normal_email
from helpdesk.db import Table
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.schema import (
    Announcement,
    Category,
    Customer,
    CustomField,
    Draft,
    Event,
    File,
    MailTemplate,
    Message,
    Once,
    Organisation,
    Outbox,
    PendingReply,
    Presence,
    Priority,
    Role,
    Rota,
    Session,
    Setting,
    Staff,
    StaffCategory,
    Status,
    Team,
    Ticket,
    Translation,
)

# Whoever has used a desk has made some of these.
_SIGNS_OF_LIFE: tuple[type[Table], ...] = (
    *(Ticket, Customer, Organisation, Message, Team, CustomField, Announcement, MailTemplate),
)
# In an order in which nothing refers to what is gone. Sessions too: ids mean others from now on.
_MAKES_ROOM: tuple[type[Table], ...] = (
    *(Session, Once, Draft, PendingReply, Presence, Rota, Outbox, Event, StaffCategory, Staff),
    *(Role, Category, Status, Priority, Translation, File),
)
KEPT_SETTING = "site.url"  # where this desk is, not the other
_NEEDED = {"staff.manage", "settings.change"}


@dataclass(frozen=True)
class Keeper:
    """Who has installed this desk, and goes on being able to sign in to it."""

    name: str
    email: str
    password: str | None


def check() -> None:
    """Raises Invalid when somebody has begun to work here."""
    used = [table.table for table in _SIGNS_OF_LIFE if table.select().exists()]
    if used or Staff.select().count() != 1:
        raise Invalid(
            {
                "": _(
                    "This desk is in use. An export can be taken into a newly installed desk only, "
                    "so that numbers and addresses stay what they were."
                )
            }
        )


def make_room() -> Keeper:
    """Remove what the installation made; returns who did it."""
    row = Staff.get()
    keeper = Keeper(row.name, row.email, row.password)
    for table in _MAKES_ROOM:
        table.delete().execute()
    Setting.delete().where(Setting.key != KEPT_SETTING).execute()
    return keeper


def keep(keeper: Keeper) -> None:
    """Let the one who has installed this desk administer it, as the one of that address."""
    row: Any = Staff.get_or_none(Staff.email_normal == normal_email(keeper.email))
    if row is None:
        row = Staff(name=keeper.name, email=keeper.email)
        row.email_normal = normal_email(keeper.email)
    row.password, row.is_active = keeper.password, True
    if row.role_id is None or not _administers(row.role):
        row.role, row.all_categories = _administrators(), True
    row.save()


def _administrators() -> Role:
    found: list[Role] = [role for role in Role.select().order_by(Role.id) if _administers(role)]
    if found:
        return found[0]
    name, number = _("Administrator"), 1
    while Role.select().where(Role.name == name).exists():
        number += 1
        name = f"{_('Administrator')} {number}"
    made: Role = Role.create(name=name, permissions=json.dumps(permissions.ADMINISTRATOR))
    return made


def _administers(role: Role) -> bool:
    return set(json.loads(role.permissions)) >= _NEEDED
