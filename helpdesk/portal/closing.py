"""The customer says that the request is solved, or that it isn't after all."""

from bottle import HTTPResponse

from helpdesk import tickets
from helpdesk.portal.section import section
from helpdesk.portal.ticket import HOUR, show
from helpdesk.portal.visiting import visit
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle

LIMIT = Throttle("change", "security.requests_per_hour", HOUR)


@section.post("/ticket/<track>/resolve", access=PUBLIC, on_invalid=show, throttle=LIMIT)
def resolve(call: Call, track: str) -> HTTPResponse:
    """It is solved."""
    here = visit(call, track)
    tickets.resolve(here.ticket, actor=here.customer())
    return call.redirect(f"/ticket/{here.ticket.tracking_id}?done=solved")


@section.post("/ticket/<track>/reopen", access=PUBLIC, on_invalid=show, throttle=LIMIT)
def reopen(call: Call, track: str) -> HTTPResponse:
    """It isn't."""
    here = visit(call, track)
    tickets.reopen(here.ticket, actor=here.customer())
    return call.redirect(f"/ticket/{here.ticket.tracking_id}?done=reopened")
