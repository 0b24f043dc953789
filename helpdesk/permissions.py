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
        "settings.change", "administration", N_("Change settings"), N_("Everything under Settings.")
    ),
    Permission(
        "staff.manage",
        "administration",
        N_("Manage staff"),
        N_("Add people, change their roles, end their access."),
    ),
)

REGISTRY: dict[str, Permission] = {permission.key: permission for permission in _ALL}
OPERATOR: tuple[str, ...] = tuple(p.key for p in _ALL if p.group == "tickets")
ADMINISTRATOR: tuple[str, ...] = tuple(REGISTRY)
