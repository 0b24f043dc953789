"""Exports: make one, see how far it is, download, delete."""

from helpdesk.admin.exports import delete, download, list, step

__all__ = ["delete", "download", "list", "step"]
