"""Signing in and out."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import accounts, customers, events, settings, staff, throttle
from helpdesk.web.call import Call
from helpdesk.web.devices import device
from helpdesk.web.routes import PUBLIC, STAFF
from helpdesk.web.urls import is_local_path

MINUTE = 60
ACCOUNT = "login"
NETWORK = "login network"
PER_NETWORK = 10  # times as many tries for a whole office behind one address


@section.get("/login", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """The form, or straight on for somebody who is signed in."""
    if call.session.staff is not None:
        return call.redirect(_next(call))
    return call.page("admin/login.html", next=_next(call))


def count(call: Call) -> None:
    """Count a try, per account and network and per network."""
    most = settings.get("security.login_tries")
    seconds = settings.get("security.login_wait") * MINUTE
    throttle.hit(ACCOUNT, _who(call), most, seconds)
    throttle.hit(NETWORK, call.network, most * PER_NETWORK, seconds)


@section.post("/login", access=PUBLIC, on_invalid=show, throttle=count, once=False)
def sign_in(call: Call) -> HTTPResponse:
    """Check address and password."""
    row = staff.sign_in(call.form.value("email"), call.form.value("password"))
    throttle.clear(ACCOUNT, _who(call))
    throttle.uncount(NETWORK, call.network)
    call.session.sign_in(row, device(str(call.environ.get("HTTP_USER_AGENT", ""))))
    return call.redirect(_next(call))


@section.post("/logout", access=STAFF, once=False)
def sign_out(call: Call) -> HTTPResponse:
    """End this session."""
    events.record(events.SIGNED_OUT, call.member.actor())
    call.session.sign_out()
    return call.redirect("/admin/login")


def _who(call: Call) -> str:
    return f"{customers.normal_email(call.form.value('email'))} {call.network}"


def _next(call: Call) -> str:
    wanted = call.form.value("next") or call.query.get("next", "")
    inside = wanted.startswith("/admin/") and not wanted.startswith("/admin/login")
    if inside and is_local_path(wanted):
        return wanted
    if call.session.staff and accounts.profile(call.session.staff).start == accounts.LIST:
        return "/admin/tickets"
    return "/admin/"
