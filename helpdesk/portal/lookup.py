"""Finding a request by tracking ID and e-mail address."""

from bottle import HTTPResponse

from helpdesk import tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.portal.section import section
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle

HOUR = 3600


@section.get("/ticket", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """The form; `?track=` fills in the tracking ID."""
    call.form.values.setdefault("track", [call.query.get("track", "")[:40]])
    return call.page("portal/lookup.html")


@section.post(
    "/ticket",
    access=PUBLIC,
    on_invalid=show,
    throttle=Throttle("lookup", "security.lookups_per_hour", HOUR),
    once=False,
)
def find(call: Call) -> HTTPResponse:
    """Let this browser see the request, if both fit; one answer for all that don't."""
    typed, email = call.form.value("track"), call.form.value("email")
    ticket = tickets.ticket_by_tracking(typed, email)
    if ticket is None:
        raise Invalid(
            {
                "": _(
                    "There is no request with this tracking ID and e-mail address. "
                    "Check both; the tracking ID looks like ABC-DEF-2345."
                )
            }
        )
    call.session.grant(ticket.id)
    return call.redirect(f"/ticket/{ticket.tracking_id}")
