"""Before anything else: can data or configuration be downloaded?"""

from bottle import HTTPResponse
from helpdesk.install import steps
from helpdesk.install.section import section

from helpdesk import paths
from helpdesk.diagnostics import exposed
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import code, exposure, self_try, state
from helpdesk.web import urls
from helpdesk.web.call import Call
from helpdesk.web.routes import OPEN


@steps.page("/check")
def show(call: Call) -> HTTPResponse:
    """What was found, or what is going to be tried."""
    known = steps.enter(call, "check")
    here, root = steps.folder(call), urls.document_root(call.environ)
    return steps.shown(
        call,
        "check",
        known=known,
        targets=exposure.targets(here, known, call.base, root),
        outside=not exposure.has_address(here, call.base, root),
        folder=steps.folder_shown(call),
        admitted=steps.admitted(call, known),
        htaccess=(paths.ROOT / ".htaccess").exists(),
    )


@steps.action("/check", on_invalid=show)
def check(call: Call) -> HTTPResponse:
    """Take what the browser found, try from here as well, and judge."""
    known = steps.enter(call, "check")
    if known.is_safe and not steps.admitted(call, known):
        return steps.go(call, "code")  # settled; strangers can't unsettle it
    here = steps.folder(call)
    if call.form.value("by_hand"):
        safe = exposure.confirm_by_hand(here)
    elif call.form.value("action") == "by_hand":
        raise Invalid({"by_hand": _("Open each address first, then tick this.")})
    else:
        safe = _judge(call) == state.SAFE
    if not safe:
        return steps.go(call, "check")
    code.write(here)
    return steps.go(call, "code")


@section.get("/reached", access=OPEN)
def reached(call: Call) -> HTTPResponse:
    """Proves to the server's own try that it has reached this very desk; while the wizard is at it,
    or the same check of the panel."""
    key = call.secret_key or exposed.key(call.desk.folder)
    if not key and call.desk.installed:
        return call.redirect("/install/")  # which says that it is shut
    proof = self_try.proof(key, call.query.get("n", "")) if key else ""
    return HTTPResponse(proof, 200, {"Content-Type": "text/plain; charset=utf-8"})


def _judge(call: Call) -> str:
    here = steps.folder(call)
    known = state.restore_probes(here)
    tried = exposure.targets(here, known, call.base, urls.document_root(call.environ))
    browser = exposure.findings(call.form.value("findings"))
    origin = urls.origin(call.environ)
    server, counts = self_try.explore(call.environ, origin, call.base, tried, known.key)
    return exposure.record(here, tried, browser, server, server_counts=counts)
