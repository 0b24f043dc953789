"""Teams."""

from helpdesk.admin.teams import form, list, removing

__all__ = ["form", "list", "removing"]
