"""Where one is signed in, and the way to end that elsewhere."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import events
from helpdesk.web import sessions
from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF

HERE = "/admin/account/sessions"


@section.get("/account/sessions", access=STAFF)
def show(call: Call) -> HTTPResponse:
    """Every browser, this one first."""
    found = sessions.signed_in(call.session)
    return call.page("admin/account/sessions.html", sessions=found)


@section.post("/account/sessions/end", access=STAFF)
def end(call: Call) -> HTTPResponse:
    """End one of the others."""
    sessions.end(call.session, call.form.value("session"))
    return call.redirect(f"{HERE}?done=sessions")


@section.post("/account/sessions/others", access=STAFF)
def end_others(call: Call) -> HTTPResponse:
    """End all but this one, which goes on under a new value."""
    events.record(events.SESSIONS_ENDED, call.member.actor(), which="others")
    call.session.end_others()
    return call.redirect(f"{HERE}?done=sessions")
