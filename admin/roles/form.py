"""A new role, perhaps as a copy, and changing one."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import roles
from helpdesk.roles import Listed
from helpdesk.web.call import Call


@section.get("/roles/new", access="staff.manage")
def show_new(call: Call) -> HTTPResponse:
    """The form, with the permissions of the role that is copied."""
    copied = call.query.get("copy", "")
    if "name" not in call.form.values and copied:
        for role in roles.every():
            if str(role.id) == copied:
                keys = sorted(role.permissions & call.member.permissions)
                call.form.values |= {"permissions": keys}
    return _page(call)


@section.post("/roles/new", access="staff.manage", on_invalid=show_new)
def add(call: Call) -> HTTPResponse:
    """Add it."""
    roles.add(call.form.value("name"), frozenset(call.form.all("permissions")), by=call.member)
    return call.redirect("/admin/roles?done=added")


@section.get("/roles/<number:int>", access="staff.manage")
def show(call: Call, number: int) -> HTTPResponse:
    """The form; of a ready-made role only what it may do."""
    role = roles.one(number)
    if "name" not in call.form.values:
        call.form.values |= {"name": [role.name], "permissions": sorted(role.permissions)}
    return _page(call, role)


@section.post("/roles/<number:int>", access="staff.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store what differs."""
    keys = frozenset(call.form.all("permissions"))
    roles.change(number, call.form.value("name"), keys, by=call.member)
    return call.redirect("/admin/roles?done=saved")


def _page(call: Call, role: Listed | None = None) -> HTTPResponse:
    mine = call.member.permissions
    others = [
        one for one in roles.every() if role and one.id != role.id and one.permissions <= mine
    ]
    return call.page(
        "admin/roles/form.html",
        role=role,
        groups=roles.groups(),
        chosen=frozenset(call.form.all("permissions")),
        mine=mine,
        may_change=role is None or roles.may_change(call.member, role),
        others=[one for one in others if role and one.id != role.id],
    )
