"""The form that a request is sent with, and the page that says thank you."""

from bottle import HTTPResponse

from helpdesk import attachments, categories, priorities, tickets
from helpdesk.portal.section import section
from helpdesk.web import grants
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle

HOUR = 3600


@section.get("/submit", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """The form, empty or with what was typed."""
    return call.page(
        "portal/submit.html",
        categories=categories.public(),
        priorities=priorities.public(),
        limits=attachments.limits(),
    )


@section.post(
    "/submit",
    access=PUBLIC,
    on_invalid=show,
    throttle=Throttle("submit", "security.requests_per_hour", HOUR),
    takes_files=True,
)
def send(call: Call) -> HTTPResponse:
    """Take a request and let this browser see it."""
    form = call.form
    again = tickets.sent_before(
        [] if call.files else call.session.tickets,
        email=form.value("email"),
        subject=form.value("subject"),
        text=form.value("message"),
    )
    if again is not None:
        return call.redirect(f"/ticket/{again.tracking_id}/received")
    ticket = tickets.submit(
        actor=call.guest(),
        name=form.value("name"),
        email=form.value("email"),
        subject=form.value("subject"),
        text=form.value("message"),
        category=form.value("category"),
        priority=form.value("priority"),
        files=call.files,
    )
    call.session.grant(ticket.id)
    return call.redirect(f"/ticket/{ticket.tracking_id}/received")


@section.get("/ticket/<track>/received", access=PUBLIC)
def received(call: Call, track: str) -> HTTPResponse:
    """Thank you, with the tracking ID."""
    ticket = tickets.ticket_for_guest(track, grants.tickets(call))
    return call.page("portal/received.html", ticket=tickets.shown(ticket))
