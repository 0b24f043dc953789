"""Deleting an organisation, which can't be taken back, so that it asks first."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import organisations
from helpdesk.web.call import Call


@section.get("/organisations/<number:int>/delete", access="customers.manage")
def ask(call: Call, number: int) -> HTTPResponse:
    """What happens to its people, and the button."""
    return call.page(
        "admin/organisations/delete.html",
        organisation=organisations.one(number),
        has_members=organisations.has_members(number),
    )


@section.post("/organisations/<number:int>/delete", access="customers.manage")
def delete(call: Call, number: int) -> HTTPResponse:
    """Delete it; its people stay."""
    organisations.delete(number, actor=call.member.actor())
    return call.redirect("/admin/organisations?done=organisation-gone")
