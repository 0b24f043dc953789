"""Organisations that customers belong to."""

from helpdesk.admin.organisations import delete, list, new, show

__all__ = ["delete", "list", "new", "show"]
