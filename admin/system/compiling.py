"""Compiling the program, for hosts that start a process per request."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import bytecode
from helpdesk.bytecode import Progress
from helpdesk.web.call import Call

SLICE = 3.0  # seconds of work for one look at the page's progress


@section.post("/system/compile", access="system.view", once=False, transaction=False)
def step(call: Call) -> HTTPResponse:
    """Do a slice and tell how far it is; what is compiled already is passed over."""
    found = bytecode.compile_some(SLICE)
    finished = found.checkpoint is None
    return call.slice_done("/admin/system", finished=finished, done=found.done, total=found.total)


def left() -> Progress | None:
    """How far it is; None when there is nothing to press for."""
    found = bytecode.compiled()
    return found if found.done < found.total and bytecode.is_possible() else None
