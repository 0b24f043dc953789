"""People whom the customer adds to a request: they get copies of the answers."""

from bottle import HTTPResponse

from helpdesk import tickets
from helpdesk.errors import NotFound
from helpdesk.events import Actor
from helpdesk.portal.closing import LIMIT
from helpdesk.portal.section import section
from helpdesk.portal.ticket import show
from helpdesk.portal.visiting import visit
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


@section.post("/ticket/<track>/followers", access=PUBLIC, on_invalid=show, throttle=LIMIT)
def add(call: Call, track: str) -> HTTPResponse:
    """Add one by address."""
    here = visit(call, track)
    tickets.follow(here.ticket, call.form.value("email"), actor=here.customer())
    return call.redirect(f"/ticket/{here.ticket.tracking_id}?done=follower#followers")


@section.post(
    "/ticket/<track>/followers/<number:int>/remove", access=PUBLIC, on_invalid=show, throttle=LIMIT
)
def remove(call: Call, track: str, number: int) -> HTTPResponse:
    """Remove one; a follower removes only themselves."""
    here = visit(call, track)
    if here.follower is None:
        tickets.unfollow(here.ticket, number, actor=here.customer())
        return call.redirect(f"/ticket/{here.ticket.tracking_id}?done=unfollowed#followers")
    if here.follower.id != number:
        raise NotFound
    by = Actor("customer", "portal", customer=here.follower.customer_id)
    tickets.unfollow(here.ticket, number, actor=by)
    return call.redirect("/?done=unfollowed")


@section.get("/ticket/<track>/followers", access=PUBLIC)
@section.get("/ticket/<track>/resolve", access=PUBLIC)
@section.get("/ticket/<track>/reopen", access=PUBLIC)
def back(call: Call, track: str) -> HTTPResponse:
    """What came back stands at one of these addresses: reloading it leads to the request."""
    return call.redirect(f"/ticket/{track}")
