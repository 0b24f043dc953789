"""Reading all of a backup, to know that it is whole."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.backup import kept
from helpdesk.web.call import Call


@section.post("/backups/<name>/verify", access="backups.manage")
def verify(call: Call, name: str) -> HTTPResponse:
    """Queue it; the list tells what came of it."""
    kept.verify(name)
    return call.redirect("/admin/backups")
