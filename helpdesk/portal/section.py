"""The section that the portal's pages are declared in."""

from helpdesk.web.routes import Section

section = Section(
    "portal",
    "",
    "helpdesk.portal",
    pages=(
        "closing",
        "everything_else",
        "files",
        "followers",
        "forgotten",
        "health",
        "home",
        "look",
        "lookup",
        "pulse",
        "requests",
        "submit",
        "ticket",
        "timed",
    ),
    also={
        "": ("home",),
        "cron": ("timed",),
        "logo": ("look",),
        "theme.css": ("look",),
        "ticket": ("closing", "files", "followers", "forgotten", "lookup", "submit"),
        "typing": ("pulse",),
    },
    always=("everything_else",),
)
