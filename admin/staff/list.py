"""Who works here, and who did."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import staffing
from helpdesk.web.call import Call

ASKED_MOST = 200  # signs of a name to look for
FEW = 12  # up to so many nobody needs to look for a name


@section.get("/staff", access="staff.manage")
def show(call: Call) -> HTTPResponse:
    """The active ones, or those whose access has ended, by name."""
    active = call.query.get("show", "") != "left"
    asked = call.query.get("q", "").strip()[:ASKED_MOST]
    counts = staffing.counts()
    return call.page(
        "admin/staff/list.html",
        rows=staffing.people(active=active, looked_for=asked),
        active=active,
        asked=asked,
        counts=counts,
        can_look=counts[active] > FEW or bool(asked),
        most=staffing.MOST,
    )
