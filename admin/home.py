"""The panel's front door."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF


@section.get("/", access=STAFF)
def show(call: Call) -> HTTPResponse:
    """The work is in the list."""
    return call.redirect("/admin/tickets")


@section.get("", access=STAFF)
def show_without_slash(call: Call) -> HTTPResponse:
    """The same, for an address typed by hand."""
    return call.redirect("/admin/tickets")
