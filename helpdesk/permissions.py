"""What staff may do: one registry that drives routes, the staff form and the documentation."""

from dataclasses import dataclass

from helpdesk.i18n import N_


@dataclass(frozen=True)
class Permission:
    """One thing that a role may allow. `label` and `help` are keys for gettext."""

    key: str
    group: str
    label: str
    help: str


_ALL = (
    Permission(
        "tickets.view", "tickets", N_("See tickets"), N_("Read the tickets of one's categories.")
    ),
    Permission("tickets.reply", "tickets", N_("Reply"), N_("Answer customers.")),
    Permission("tickets.note", "tickets", N_("Write notes"), N_("Add notes that only staff see.")),
    Permission(
        "tickets.status",
        "tickets",
        N_("Change the status"),
        N_("Say where a ticket stands, resolve and reopen it."),
    ),
    Permission(
        "tickets.assign", "tickets", N_("Assign"), N_("Take tickets and give them to others.")
    ),
    Permission(
        "tickets.create",
        "tickets",
        N_("Open tickets"),
        N_("Open a ticket for a customer who calls or comes by."),
    ),
    Permission(
        "tickets.change",
        "tickets",
        N_("Change tickets"),
        N_("Change subject, category, priority and customer of a ticket."),
    ),
    Permission(
        "tickets.trash",
        "tickets",
        N_("Delete and restore"),
        N_("Move tickets to the trash and take them out of it."),
    ),
    Permission(
        "customers.view",
        "customers",
        N_("See customers"),
        N_("Read who the customers and organisations are, and what they asked."),
    ),
    Permission(
        "customers.manage",
        "customers",
        N_("Manage customers"),
        N_("Add and change customers and organisations."),
    ),
    Permission(
        "announcements.manage",
        "administration",
        N_("Manage announcements"),
        N_("Write the notices on the customers' pages."),
    ),
    Permission(
        "labels.manage",
        "administration",
        N_("Manage categories, statuses and priorities"),
        N_("Add and change what tickets are sorted by."),
    ),
    Permission(
        "settings.change", "administration", N_("Change settings"), N_("Everything under Settings.")
    ),
    Permission(
        "staff.manage",
        "administration",
        N_("Manage staff"),
        N_("Add people, change their roles, end their access."),
    ),
    Permission(
        "backups.manage",
        "administration",
        N_("Back up and restore"),
        N_("Make, download and restore backups: whoever may do this can take everything along."),
    ),
    Permission(
        "system.view",
        "administration",
        N_("See the system’s status"),
        N_("Versions, disk space, timed work and slow pages; load and remove demo data."),
    ),
)

REGISTRY: dict[str, Permission] = {permission.key: permission for permission in _ALL}
OPERATOR: tuple[str, ...] = tuple(p.key for p in _ALL if p.group in ("tickets", "customers"))
ADMINISTRATOR: tuple[str, ...] = tuple(REGISTRY)
