"""The list and the page of a ticket."""

from helpdesk.admin.tickets import draft, files, list, note, reply, show, status, undo

__all__ = ["draft", "files", "list", "note", "reply", "show", "status", "undo"]
