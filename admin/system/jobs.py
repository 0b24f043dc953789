"""Trying a job again that was given up."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.diagnostics import timed
from helpdesk.web.call import Call


@section.post("/system/jobs/<number:int>/again", access="system.view")
def again(call: Call, number: int) -> HTTPResponse:
    """Let it wait anew; it is done within seconds, or with the next timed work."""
    timed.try_again(number)
    return call.redirect("/admin/system?done=job-again#failed")
