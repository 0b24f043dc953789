"""The roles."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import permissions, roles
from helpdesk.web.call import Call


@section.get("/roles", access="staff.manage")
def show(call: Call) -> HTTPResponse:
    """The ready-made ones first, with how many people have each."""
    return call.page("admin/roles/list.html", rows=roles.every(), total=len(permissions.REGISTRY))
