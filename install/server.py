"""Is the server fit? Each item that isn't says what to do."""

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import server_check, state
from helpdesk.web.call import Call

UPLOAD_BYTES = 2_000_000  # more than the usual limits of servers, and quick on a slow line


@steps.page("/server")
def show(call: Call) -> HTTPResponse:
    """What was found."""
    known = steps.enter(call, "server")
    # A page never writes: only after a press the folder is really written to.
    items = server_check.run(steps.folder(call), write=call.route.method == "POST")
    return steps.shown(call, "server", known=known, items=items, upload_bytes=UPLOAD_BYTES)


@steps.action("/server", on_invalid=show)
def go_on(call: Call) -> HTTPResponse:
    """Look again, and go on when nothing is marked with a cross."""
    steps.enter(call, "server")
    items = server_check.run(steps.folder(call), write=True)
    is_fit = not any(item.is_bad for item in items)
    if call.form.value("action") == "again":
        return show(call)
    if not is_fit:
        raise Invalid({"": _("Something still needs your help.")})
    with state.changing(steps.folder(call)) as known:
        known.server = True
    return steps.go(call, "database")


@steps.action("/upload", on_invalid=show)
def upload(call: Call) -> HTTPResponse:
    """How much of a file has arrived; the page's script compares."""
    steps.enter(call, "server")
    return HTTPResponse({"size": sum(part.size for part in call.form.files)})
