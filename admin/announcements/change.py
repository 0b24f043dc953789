"""Changing an announcement."""

from bottle import HTTPResponse
from helpdesk.admin.announcements import forms
from helpdesk.admin.section import section

from helpdesk import announcements
from helpdesk.web.call import Call


@section.get("/announcements/<number:int>", access="announcements.manage")
def show(call: Call, number: int) -> HTTPResponse:
    """The form, filled in."""
    return forms.page(call, announcements.one(number))


@section.post("/announcements/<number:int>", access="announcements.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store it, or show how it will look."""
    row = announcements.one(number)
    if call.form.value("preview"):
        return forms.previewed(call, row)
    actor = call.member.actor()
    announcements.change(number, forms.draft(call), forms.others(call), actor=actor)
    return call.redirect("/admin/announcements?done=announcement")
