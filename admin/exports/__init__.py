"""Exports: make one, see how far it is, download, delete."""

from helpdesk.admin.exports import delete, download, list, progress

__all__ = ["delete", "download", "list", "progress"]
