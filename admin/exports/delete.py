"""Deleting an export: it can be made again at any time."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import exporting
from helpdesk.web.call import Call


@section.post("/exports/<name>/delete", access="backups.manage")
def delete(call: Call, name: str) -> HTTPResponse:
    """The file goes."""
    exporting.remove(name, actor=call.member.actor())
    return call.redirect("/admin/exports?done=deleted")
