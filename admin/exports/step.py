"""The export at work, driven by its page: who looks on needn't wait for timed work."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import exporting, jobs
from helpdesk.web.call import Call

SLICE = 3.0  # seconds of work for one look at the page's progress


@section.post("/exports/step", access="backups.manage", once=False, transaction=False)
def step(call: Call) -> HTTPResponse:
    """Do a slice, unless somebody else is at it, and tell how far it is."""
    jobs.drive(exporting.JOB, seconds=SLICE)
    found = exporting.running()
    done, total = (found.done, found.total) if found else (0, 0)
    return call.slice_done("/admin/exports", finished=found is None, done=done, total=total)
