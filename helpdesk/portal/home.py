"""The first page."""

from bottle import HTTPResponse

from helpdesk.portal.section import section
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


@section.get("/", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """Two doors: send a request, see where it stands."""
    return call.page("portal/home.html")
