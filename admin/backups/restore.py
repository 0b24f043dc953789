"""Restoring: what is lost, the own password once more, and on to the page that follows it."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import events, staff, throttle
from helpdesk.backup import kept, returning
from helpdesk.backup.archive import Refused
from helpdesk.errors import Conflict, Invalid
from helpdesk.web import passes
from helpdesk.web.call import Call

HOUR = 3600
TRIES = 10


@section.get("/backups/<name>/restore", access="backups.manage")
def show(call: Call, name: str) -> HTTPResponse:
    """Which state comes back, and what goes."""
    return call.page("admin/backups/restore.html", row=kept.one(name))


def count(call: Call) -> None:
    """Count a try, per person."""
    throttle.hit("password", str(call.member.id), TRIES, HOUR)


@section.post("/backups/<name>/restore", access="backups.manage", on_invalid=show, throttle=count)
def begin(call: Call, name: str) -> HTTPResponse:
    """Shut the desk; from here on the page of the set-up follows it."""
    archive = kept.path(name)
    staff.check_password(call.member, call.form.value("password"))
    try:
        key = returning.begin(archive.parent.parent, archive, call.form.value("passphrase"))
    except Refused as refused:
        is_key = bool(kept.one(name).header)
        raise Invalid({"passphrase" if is_key else "": refused.message}) from refused
    except Conflict as conflict:
        raise Invalid({"": conflict.message}) from conflict
    events.record(events.RESTORE_BEGUN, call.member.actor(), file=name)
    answer = call.redirect("/install/restore")
    passes.RESTORE.give(call, answer, key, "restore")
    return answer
