"""A new person."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.staff import fields

from helpdesk import mail, staffing
from helpdesk.web.call import Call


@section.get("/staff/new", access="staff.manage")
def show(call: Call) -> HTTPResponse:
    """The form: usually the person gets a mail and sets the password themselves."""
    if "name" not in call.form.values:
        way = "invite" if mail.is_ready() else "set"
        call.form.values |= {"all_categories": ["1"], "way": [way]}
    return call.page("admin/staff/new.html", **fields.choices(call))


@section.post("/staff/new", access="staff.manage", on_invalid=show)
def add(call: Call) -> HTTPResponse:
    """Add the person, with a password or a mail that leads to one."""
    invited = call.form.value("way") == "invite"
    password = None if invited else call.form.value("password")
    row = staffing.add(fields.wanted(call.form), password=password, by=call.member)
    if invited:
        staffing.invite(row.id, by=call.member)
    return call.redirect(f"/admin/staff?done={'invited' if invited else 'added'}")
