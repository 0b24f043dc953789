"""A request as its customer sees it."""

from urllib.parse import quote

from bottle import HTTPResponse

from helpdesk import attachments, pulse, tickets
from helpdesk.events import Actor
from helpdesk.portal.section import section
from helpdesk.schema import Ticket
from helpdesk.web import grants
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle
from helpdesk.web.ticket_pages import entries

HOUR = 3600


@section.get("/ticket/<track>", access=PUBLIC)
def show(call: Call, track: str) -> HTTPResponse:
    """The conversation, and where it stands; with `?key=` as a mail's link has it."""
    if "key" in call.query:
        return _by_link(call, track)
    ticket = _ticket(call, track)
    return call.page(
        "portal/ticket.html",
        ticket=tickets.shown(ticket),
        cursor=pulse.ticket_cursor(ticket, for_customer=True),  # before the thread
        thread=entries(call, ticket, for_customer=True),
        stages=tickets.stages(ticket),
        limits=attachments.limits(),
        can_reply=tickets.can_reply(ticket),
    )


@section.get("/ticket/<track>/reply", access=PUBLIC)
def back(call: Call, track: str) -> HTTPResponse:
    """A reply that came back stands at this address: reloading it, or another language, leads to
    the request."""
    return call.redirect(f"/ticket/{track}#reply")


@section.post(
    "/ticket/<track>/reply",
    access=PUBLIC,
    on_invalid=show,
    throttle=Throttle("submit", "security.requests_per_hour", HOUR),
    takes_files=True,
)
def reply(call: Call, track: str) -> HTTPResponse:
    """Take the customer's reply."""
    ticket = _ticket(call, track)
    message = tickets.reply(
        ticket,
        actor=Actor("customer", "portal", customer=ticket.customer_id),
        author=ticket.customer.name,
        text=call.form.value("message"),
        files=call.files,
    )
    return call.redirect(f"/ticket/{ticket.tracking_id}#entry-{message.position}")


def _by_link(call: Call, track: str) -> HTTPResponse:
    """Let this browser in and drop the key from the address; who has a wrong one may look it up."""
    ticket = tickets.ticket_for_link(track, call.query["key"])
    if ticket is None:
        return call.redirect(f"/ticket?track={quote(track[:40], safe='')}")
    response = call.redirect(f"/ticket/{ticket.tracking_id}")
    grants.grant(call, response, ticket.id)
    return response


def _ticket(call: Call, track: str) -> Ticket:
    return tickets.ticket_for_guest(track, grants.tickets(call))
