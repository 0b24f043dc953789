"""Deleting an announcement, and taking that back."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import announcements
from helpdesk.web.call import Call


@section.post("/announcements/<number:int>/delete", access="announcements.manage")
def delete(call: Call, number: int) -> HTTPResponse:
    """It vanishes at once; the list offers to take that back."""
    announcements.delete(number, actor=call.member.actor())
    return call.redirect(f"/admin/announcements?gone={number}")


@section.post("/announcements/<number:int>/restore", access="announcements.manage")
def restore(call: Call, number: int) -> HTTPResponse:
    """It is back where it was."""
    announcements.restore(number, actor=call.member.actor())
    return call.redirect("/admin/announcements?done=announcement-back")
