"""How far the export at work is, for the script of its page."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import exporting
from helpdesk.web.call import Call


@section.get("/exports/progress", access="backups.manage")
def show(call: Call) -> HTTPResponse:
    """Done of total; `running` is false once there is nothing to wait for."""
    found = exporting.running()
    if found is None:
        return call.json(running=False, done=0, total=0)
    return call.json(running=True, done=found.done, total=found.total)
