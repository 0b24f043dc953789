"""The teams."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import teams
from helpdesk.web.call import Call


@section.get("/teams", access="staff.manage")
def show(call: Call) -> HTTPResponse:
    """By name, with how many people are in each."""
    return call.page("admin/teams/list.html", rows=teams.every())
