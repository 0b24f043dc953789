"""Roles."""

from helpdesk.admin.roles import form, list, removing

__all__ = ["form", "list", "removing"]
