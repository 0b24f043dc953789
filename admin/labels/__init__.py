"""Statuses, priorities and categories: a list, a form, and how one of them goes."""

from helpdesk.admin.labels import form, list, removing

__all__ = ["form", "list", "removing"]
