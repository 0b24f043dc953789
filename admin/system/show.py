"""The status page, and its report as plain text."""

from pathlib import Path

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.system import compiling

from helpdesk import diagnostics
from helpdesk.clock import now
from helpdesk.diagnostics import timed, ways
from helpdesk.diagnostics.facts import BAD, WARN
from helpdesk.errors import NotFound
from helpdesk.web.call import Call


@section.get("/system", access="system.view")
def show(call: Call) -> HTTPResponse:
    """Every group of facts, what failed, and how timed work is set up."""
    here = around(call)
    found = diagnostics.groups(here)
    facts = [fact for group in found for fact in group.facts]
    return call.page(
        "admin/system/show.html",
        groups=found,
        bad=sum(fact.how == BAD for fact in facts),
        warned=sum(fact.how == WARN for fact in facts),
        report=diagnostics.report(here),
        failed=timed.failed(),
        compilable=compiling.left(),
        has_thread=call.desk.has_thread,
        line=ways.line(folder(call)),
        address=ways.address() if call.member.can("settings.change") else "",
    )


@section.get("/system/report", access="system.view")
def report(call: Call) -> HTTPResponse:
    """The report as a file."""
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": f'attachment; filename="helpdesk-status-{now():%Y-%m-%d}.txt"',
    }
    return HTTPResponse(diagnostics.report(around(call)), 200, headers)


@section.post("/system/key", access="settings.change")
def new_key(call: Call) -> HTTPResponse:
    """A new address for timed work; the old one leads nowhere."""
    ways.new_key(call.member.actor())
    return call.redirect("/admin/system?done=cron-key#ways")


def folder(call: Call) -> Path:
    """The data folder; raises NotFound where somebody has just taken it away."""
    found: Path | None = call.desk.folder
    if found is None:
        raise NotFound
    return found


def around(call: Call) -> diagnostics.Around:
    """What the facts need to know of this request."""
    return diagnostics.Around(folder(call), call.environ, call.zone)
