"""A new organisation."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import organisations
from helpdesk.web.call import Call


@section.get("/organisations/new", access="customers.manage")
def show(call: Call) -> HTTPResponse:
    """The form."""
    return call.page("admin/organisations/new.html")


@section.post("/organisations/new", access="customers.manage", on_invalid=show)
def add(call: Call) -> HTTPResponse:
    """Make it, and show its page."""
    made = organisations.add(
        name=call.form.value("name"), note=call.form.value("note"), actor=call.member.actor()
    )
    return call.redirect(f"/admin/organisations/{made.id}?done=organisation-new")
