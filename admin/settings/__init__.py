"""The settings, a page for each group."""

from helpdesk.admin.settings import colour, mail, reset, save, show

__all__ = ["colour", "mail", "reset", "save", "show"]
