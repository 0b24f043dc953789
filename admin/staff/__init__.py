"""The people who work at the desk."""

from helpdesk.admin.staff import access, edit, list, new

__all__ = ["access", "edit", "list", "new"]
