"""Deleting a backup can't be taken back, so it asks."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.backup import kept
from helpdesk.web.call import Call


@section.get("/backups/<name>/delete", access="backups.manage")
def ask(call: Call, name: str) -> HTTPResponse:
    """What will be gone."""
    return call.page("admin/backups/delete.html", row=kept.one(name))


@section.post("/backups/<name>/delete", access="backups.manage")
def delete(call: Call, name: str) -> HTTPResponse:
    """The file goes."""
    kept.remove(name, actor=call.member.actor())
    return call.redirect("/admin/backups?done=deleted")
