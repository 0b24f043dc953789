"""The exports that are kept, the one at work, and the button for a new one."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import exporting
from helpdesk.web.call import Call


@section.get("/exports", access="backups.manage")
def show(call: Call) -> HTTPResponse:
    """The newest first."""
    running = exporting.running()
    return call.page(
        "admin/exports/list.html",
        rows=exporting.kept(),
        running=running,
        given_up=None if running else exporting.given_up(),
    )


@section.post("/exports", access="backups.manage", on_invalid=show)
def begin(call: Call) -> HTTPResponse:
    """Queue one, or join the one at work."""
    exporting.begin(actor=call.member.actor())
    return call.redirect("/admin/exports")
