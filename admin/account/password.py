"""A new password, which ends all other sessions."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import staff, throttle
from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF

HOUR = 3600
TRIES = 10


@section.get("/account/password", access=STAFF)
def show(call: Call) -> HTTPResponse:
    """The form."""
    return call.page("admin/account/password.html")


def count(call: Call) -> None:
    """Count a try, per person."""
    throttle.hit("password", str(call.member.id), TRIES, HOUR)


@section.post("/account/password", access=STAFF, on_invalid=show, throttle=count)
def change(call: Call) -> HTTPResponse:
    """Store it, end the other sessions, go on under a new one."""
    form = call.form
    staff.change_password(
        call.member,
        current=form.value("current"),
        new=form.value("new"),
        again=form.value("again"),
    )
    call.session.end_others()
    return call.redirect("/admin/account/password?done=password")
