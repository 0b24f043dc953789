"""A new announcement."""

from bottle import HTTPResponse
from helpdesk.admin.announcements import forms
from helpdesk.admin.section import section

from helpdesk import announcements
from helpdesk.web.call import Call


@section.get("/announcements/new", access="announcements.manage")
def show(call: Call) -> HTTPResponse:
    """The form."""
    return forms.page(call, None)


@section.post("/announcements/new", access="announcements.manage", on_invalid=show)
def add(call: Call) -> HTTPResponse:
    """Store it, or show how it will look."""
    if call.form.value("preview"):
        return forms.previewed(call, None)
    announcements.add(forms.draft(call), forms.others(call), actor=call.member.actor())
    return call.redirect("/admin/announcements?done=announcement-new")
