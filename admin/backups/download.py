"""A backup as a download."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.backup import kept
from helpdesk.web import files
from helpdesk.web.call import Call


@section.get("/backups/<name>", access="backups.manage")
def show(call: Call, name: str) -> HTTPResponse:
    """The whole archive, or the part of it that a browser goes on with."""
    return files.archive(kept.path(name), "application/x-tar")
