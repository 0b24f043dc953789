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
    elsewhere={
        "": ("home",),
        "cron": ("timed",),
        "logo": ("look",),
        "theme.css": ("look",),
        "ticket": ("lookup",),
        "ticket/": ("closing", "files", "followers", "forgotten", "lookup", "submit", "ticket"),
        "typing": ("pulse",),
    },
    always=("everything_else",),
)
