"""The way in, and its end: a link or a password, deactivating, reactivating."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.staff.edit import show

from helpdesk import staffing
from helpdesk.web.call import Call

AT = "/staff/<number:int>"


@section.post(f"{AT}/invite", access="staff.manage", on_invalid=show)
def invite(call: Call, number: int) -> HTTPResponse:
    """Send a link by which the person sets a password."""
    staffing.invite(number, by=call.member)
    return call.redirect(f"/admin/staff/{number}?done=invited")


@section.post(f"{AT}/password", access="staff.manage", on_invalid=show)
def set_password(call: Call, number: int) -> HTTPResponse:
    """Set a password at once; what the person was signed in to ends."""
    staffing.set_password(number, call.form.value("password"), by=call.member)
    return call.redirect(f"/admin/staff/{number}?done=password-set")


@section.post(f"{AT}/deactivate", access="staff.manage", on_invalid=show)
def deactivate(call: Call, number: int) -> HTTPResponse:
    """End the access at once, and hand the open tickets over."""
    to = call.form.value("to") or staffing.LEAVE
    done = staffing.deactivate(number, tickets_to=to, by=call.member)
    return call.redirect(f"/admin/staff/{number}?done={'left' if done else 'left-moving'}")


@section.post(f"{AT}/reactivate", access="staff.manage", on_invalid=show)
def reactivate(call: Call, number: int) -> HTTPResponse:
    """Open the access again."""
    staffing.reactivate(number, by=call.member)
    return call.redirect(f"/admin/staff/{number}?done=returned")


@section.get(f"{AT}/<action>", access="staff.manage")
def back(call: Call, number: int, action: str) -> HTTPResponse:
    """A form that came back stands at such an address: reloading it leads to the page."""
    return call.redirect(f"/admin/staff/{number}")
