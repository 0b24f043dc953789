"""The list and the page of a ticket."""

from helpdesk.admin.tickets import (
    assign,
    collaborators,
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
    "collaborators",
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
