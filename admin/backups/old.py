"""What a restoring has left: the tables from before, and the word of how it ended."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.backup import kept, returning
from helpdesk.web.call import Call


@section.post("/backups/old/remove", access="backups.manage")
def remove(call: Call) -> HTTPResponse:
    """The old tables go."""
    returning.remove_old(kept.folder().parent)
    return call.redirect("/admin/backups?done=deleted")


@section.post("/backups/old/dismiss", access="backups.manage")
def dismiss(call: Call) -> HTTPResponse:
    """Nobody needs to be told any more; old tables stay where they are."""
    returning.dismiss(kept.folder().parent)
    return call.redirect("/admin/backups")
