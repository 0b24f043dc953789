"""The list and the page of a ticket."""

from helpdesk.admin.tickets import files, list, note, reply, show, status

__all__ = ["files", "list", "note", "reply", "show", "status"]
