"""Deleting a role."""

from bottle import HTTPResponse
from helpdesk.admin.roles.form import show
from helpdesk.admin.section import section

from helpdesk import roles
from helpdesk.web.call import Call


@section.post("/roles/<number:int>/delete", access="staff.manage", on_invalid=show)
def delete(call: Call, number: int) -> HTTPResponse:
    """Remove it; its people get the chosen one."""
    roles.delete(number, people_to=call.form.value("to"), by=call.member)
    return call.redirect("/admin/roles?done=deleted")


@section.get("/roles/<number:int>/<action>", access="staff.manage")
def back(call: Call, number: int, action: str) -> HTTPResponse:
    """A form that came back stands at such an address: reloading it leads to the page."""
    return call.redirect(f"/admin/roles/{number}")
