"""The customers' pages."""

from helpdesk.portal.section import section  # isort: skip
from helpdesk.portal import everything_else, files, health, home, look, lookup, submit, ticket

__all__ = [
    "everything_else",
    "files",
    "health",
    "home",
    "look",
    "lookup",
    "section",
    "submit",
    "ticket",
]
