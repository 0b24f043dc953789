"""The requests that this browser has shown it may see, and a search in them."""

from bottle import HTTPResponse

from helpdesk import search, tickets
from helpdesk.portal.section import section
from helpdesk.web import grants
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC

MOST = 60  # in one page; the search finds the others


@section.get("/requests", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """All of them, the newest first, or those that fit `?q=`."""
    own = tickets.own({*grants.tickets(call), *grants.followed(call)})
    asked = call.query.get("q", "").strip()[:1000]
    rows = own
    if asked and own:
        found = search.find_among([row.number for row in own], {row.customer for row in own}, asked)
        rows = [row for row in own if row.number in found]
    return call.page("portal/requests.html", rows=rows[:MOST], asked=asked, any_at_all=bool(own))
