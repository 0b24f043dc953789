"""An export as a download."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import exporting
from helpdesk.web import files
from helpdesk.web.call import Call


@section.get("/exports/<name>", access="backups.manage")
def show(call: Call, name: str) -> HTTPResponse:
    """The whole archive, or the part of it that a browser goes on with."""
    return files.archive(exporting.path(name), "application/zip")
