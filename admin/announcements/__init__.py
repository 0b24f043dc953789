"""Notices on the customers' pages."""

from helpdesk.admin.announcements import change, delete, list, new

__all__ = ["change", "delete", "list", "new"]
