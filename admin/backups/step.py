"""The backup at work, driven by its page: who looks on needn't wait for timed work."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import jobs
from helpdesk.backup import kept
from helpdesk.web.call import Call

SLICE = 3.0  # seconds of work for one look at the page's progress


@section.post("/backups/step", access="backups.manage", once=False, transaction=False)
def step(call: Call) -> HTTPResponse:
    """Do a slice, unless somebody else is at it, and tell how far it is, in hundredths."""
    jobs.drive(kept.MAKE, kept.VERIFY, seconds=SLICE)
    found = kept.running()
    percent = found.done * 100 // max(1, found.total) if found else 100
    return call.slice_done("/admin/backups", finished=found is None, done=percent, total=100)
