"""The list and the page of a ticket."""

from helpdesk.admin.tickets import (
    assign,
    draft,
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
    undo,
)

__all__ = [
    "assign",
    "draft",
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
    "undo",
]
