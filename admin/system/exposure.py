"""Can strangers download data? The wizard's check, once more."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.system.show import folder

from helpdesk import paths
from helpdesk.diagnostics import exposed
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import exposure, self_try
from helpdesk.installation.exposure import Target
from helpdesk.installation.state import BY_HAND, EXPOSED, UNKNOWN
from helpdesk.web import urls
from helpdesk.web.call import Call


@section.get("/system/exposure", access="system.view")
def show(call: Call) -> HTTPResponse:
    """What was found last; or, after the press, the addresses that the browser tries now."""
    check = exposed.read(folder(call))
    return call.page(
        "admin/system/exposure.html",
        check=check,
        targets=_targets(call, check) if check.is_open else [],
        outside=not exposure.has_address(folder(call), call.base, urls.document_root(call.environ)),
        is_unknown=check.outcome == UNKNOWN,
        is_exposed=check.outcome == EXPOSED,
        htaccess=(paths.ROOT / ".htaccess").exists(),
    )


@section.post("/system/exposure", access="system.view", transaction=False)
def begin(call: Call) -> HTTPResponse:
    """Put fresh probe files there."""
    try:
        exposed.begin(folder(call))
    except OSError as error:
        raise Invalid({"": _("The data folder can’t be written to.")}) from error
    return call.redirect("/admin/system/exposure")


@section.post("/system/exposure/found", access="system.view", on_invalid=show, transaction=False)
def found(call: Call) -> HTTPResponse:
    """Take what the browser found, try from here as well, and judge."""
    check = exposed.read(folder(call))
    if not check.is_open:
        return call.redirect("/admin/system/exposure")  # another tab has ended it
    if call.form.value("action") == "by_hand":
        if not call.form.value("by_hand"):
            raise Invalid({"by_hand": _("Open each address first, then tick this.")})
        exposed.settle(folder(call), BY_HAND, [])
    else:
        _judge(call, check)
    return call.redirect("/admin/system/exposure")


def _judge(call: Call, check: exposed.Check) -> None:
    tried = _targets(call, check)
    browser = exposure.findings(call.form.value("findings"))
    origin = urls.origin(call.environ)
    server, counts = self_try.explore(call.environ, origin, call.base, tried, check.key)
    exposed.judge(folder(call), tried, browser, server, server_counts=counts)


def _targets(call: Call, check: exposed.Check) -> list[Target]:
    return exposed.targets(folder(call), check, call.base, urls.document_root(call.environ))
