"""The wizard's pages: from an uploaded folder to a desk that works."""

if __name__ != "helpdesk.install":
    raise ImportError("This package is imported as 'helpdesk.install'.")

from helpdesk.install.section import section  # isort: skip
from helpdesk.install import (
    check,
    code,
    database,
    desk,
    done,
    licence,
    mail,
    server,
    tables,
    welcome,
)

__all__ = [
    "check",
    "code",
    "database",
    "desk",
    "done",
    "licence",
    "mail",
    "section",
    "server",
    "tables",
    "welcome",
]
