"""The first page."""

from bottle import HTTPResponse

from helpdesk.portal.section import section
from helpdesk.web import grants
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


@section.get("/", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """Two doors: send a request, see where it stands."""
    if not call.path:  # "/helpdesk", where a cookie for "/helpdesk/" doesn't get
        return call.redirect("/")
    known = bool(grants.tickets(call) or grants.followed(call))
    return call.page("portal/home.html", has_requests=known)
