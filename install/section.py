"""The section that the wizard's pages are declared in."""

from helpdesk.web.routes import Section

section = Section(
    "install",
    "/install",
    "helpdesk.install",
    pages=(
        "check",
        "code",
        "database",
        "desk",
        "done",
        "licence",
        "mail",
        "restore",
        "server",
        "tables",
        "update",
        "welcome",
    ),
    elsewhere={
        "": ("welcome",),
        "begin": ("welcome",),
        "reached": ("check",),
        "upload": ("server",),
    },
)
