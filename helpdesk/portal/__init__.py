"""The customers' pages."""

from helpdesk.portal.section import section  # isort: skip
from helpdesk.portal import everything_else, files, health, home, lookup, submit, ticket

__all__ = ["everything_else", "files", "health", "home", "lookup", "section", "submit", "ticket"]
