"""The last page, for the browser that finished."""

from bottle import HTTPResponse
from helpdesk.install import steps
from helpdesk.install.section import section

from helpdesk import db, settings
from helpdesk.diagnostics import ways
from helpdesk.errors import HelpdeskError
from helpdesk.web import passes
from helpdesk.web.call import Call
from helpdesk.web.routes import OPEN

PASS = "done"
SECONDS = 3600


@section.get("/done", access=OPEN)
def show(call: Call) -> HTTPResponse:
    """What to do next; for everybody else the wizard is shut."""
    if not call.desk.installed:
        return call.redirect("/install/")
    try:
        key = call.desk.open().secret_key
    except HelpdeskError:
        return call.redirect("/install/")
    if passes.SETUP.read(call, key, SECONDS) != PASS:
        return call.redirect("/install/")
    with db.connection():
        has_mail = settings.get("mail.method") != "off"
        address = ways.address()
    return steps.shown(
        call,
        "done",
        has_mail=has_mail,
        has_thread=call.desk.has_thread,
        line=ways.line(steps.folder(call)),
        address=address,
    )
