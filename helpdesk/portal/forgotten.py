"""Forgotten the tracking ID: a mail brings the list of one's requests."""

from bottle import HTTPResponse

from helpdesk import customers, throttle, tickets
from helpdesk.portal.section import section
from helpdesk.web import guard
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle

HOUR = 3600
MAILS = 3  # an hour to one address


@section.get("/ticket/forgotten", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """The form, or with `?done=` what happens next: the same for every address."""
    return call.page("portal/forgotten.html", guard=guard.shown(call))


@section.post(
    "/ticket/forgotten",
    access=PUBLIC,
    on_invalid=show,
    throttle=Throttle("lookup", "security.lookups_per_hour", HOUR),
)
def send(call: Call) -> HTTPResponse:
    """Mail the list, if there is one; the answer doesn't tell."""
    email = customers.checked_email(call.form.value("email"))
    guard.check(call)
    [window] = throttle.counted("forgotten", [customers.normal_email(email)], HOUR)
    if window.hits <= MAILS:
        tickets.tell_tracking_ids(email)
    return call.redirect("/ticket/forgotten?done=tracking")
