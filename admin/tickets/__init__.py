"""The list and the page of a ticket."""

from helpdesk.admin.tickets import (
    assign,
    files,
    history,
    list,
    new,
    note,
    printed,
    properties,
    reply,
    show,
    status,
    trash,
)

__all__ = [
    "assign",
    "files",
    "history",
    "list",
    "new",
    "note",
    "printed",
    "properties",
    "reply",
    "show",
    "status",
    "trash",
]
