"""The section that the panel's pages are declared in."""

from helpdesk.web.routes import Section

_LABELS = ("labels",)
section = Section(
    "panel",
    "/admin",
    "helpdesk.admin",
    pages=(
        "account",
        "announcements",
        "backups",
        "customers",
        "exports",
        "forgotten",
        "home",
        "labels",
        "login",
        "mail",
        "organisations",
        "presence",
        "pulse",
        "roles",
        "search",
        "settings",
        "staff",
        "system",
        "teams",
        "tickets",
    ),
    elsewhere={
        "": ("home",),
        "categories": _LABELS,
        "first-steps": ("first_steps",),
        "logout": ("login",),
        "priorities": _LABELS,
        "statuses": _LABELS,
    },
)
