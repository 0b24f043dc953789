"""The backups that are kept, the one at work, and the button for a new one."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import settings
from helpdesk.backup import kept, returning
from helpdesk.web.call import Call


@section.get("/backups", access="backups.manage")
def show(call: Call) -> HTTPResponse:
    """The newest first."""
    running = kept.running()
    return call.page(
        "admin/backups/list.html",
        rows=kept.kept(),
        running=running,
        is_reading=bool(running and running.name == kept.VERIFY),
        given_up=None if running else kept.given_up(),
        outcome=returning.outcome(kept.folder().parent),
        nightly=settings.get("backup.nightly"),
        hour=settings.get("backup.hour"),
        keep=settings.get("backup.keep"),
    )


@section.post("/backups", access="backups.manage", on_invalid=show)
def begin(call: Call) -> HTTPResponse:
    """Queue one, or join the one at work."""
    kept.begin(actor=call.member.actor())
    return call.redirect("/admin/backups")
