"""How far the backup at work is, for the script of its page."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk.backup import kept
from helpdesk.web.call import Call


@section.get("/backups/progress", access="backups.manage")
def show(call: Call) -> HTTPResponse:
    """In hundredths; `running` is false once there is nothing to wait for."""
    found = kept.running()
    if found is None:
        return call.json(running=False, done=0, total=0)
    return call.json(running=True, done=found.done * 100 // max(1, found.total), total=100)
