"""Nobody needs to be shown around twice."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import accounts
from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF


@section.post("/account/tour", access=STAFF)
def end(call: Call) -> HTTPResponse:
    """Don't begin by itself any more."""
    accounts.end_tour(call.member)
    return call.redirect("/admin/")
