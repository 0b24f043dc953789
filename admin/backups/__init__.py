"""Backups: make one, see how far it is, download, verify, delete, restore."""

from helpdesk.admin.backups import delete, download, list, old, restore, step, verify

__all__ = ["delete", "download", "list", "old", "restore", "step", "verify"]
