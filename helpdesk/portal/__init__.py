"""The customers' pages."""

from helpdesk.portal.section import section  # isort: skip
from helpdesk.portal import everything_else, files, health, home, lookup, pulse, submit, ticket

__all__ = [
    "everything_else",
    "files",
    "health",
    "home",
    "lookup",
    "pulse",
    "section",
    "submit",
    "ticket",
]
