"""Follows a restoring while the desk is shut, and does its slices; then tells how it ended."""

from bottle import HTTPResponse
from helpdesk.install import steps
from helpdesk.install.section import section

from helpdesk.backup import returning
from helpdesk.errors import Underway
from helpdesk.i18n import _
from helpdesk.web import passes
from helpdesk.web.call import Call
from helpdesk.web.routes import REPAIR

PLACE = "/install/restore"
SLICE = 3.0  # seconds, so that something is seen to move


@section.get("/restore", access=REPAIR)
def show(call: Call) -> HTTPResponse:
    """How far it is, or how it ended; for everybody else the desk is shut, or open again."""
    here = steps.folder(call)
    if (known := returning.progress(here)) is not None:
        if not passes.RESTORE.read(call, known.pass_key):
            raise _not_here()
        return call.page("install/restore/progress.html", steps=[], step="", known=known)
    ended = returning.outcome(here)
    if ended is None or not passes.RESTORE.read(call, ended.pass_key):
        return call.redirect("/admin/")
    return call.page("install/restore/ended.html", steps=[], step="", ended=ended)


@section.post("/restore", access=REPAIR, on_invalid=show)
def go_on(call: Call) -> HTTPResponse:
    """One slice of the work."""
    here = steps.folder(call)
    known = returning.progress(here)
    if known is not None and not passes.RESTORE.read(call, known.pass_key):
        raise _not_here()
    known = returning.advance(here, SLICE)
    figures = {"done": known.percent, "total": 100} if known else {}
    return call.slice_done(PLACE, finished=known is None, **figures)


def _not_here() -> Underway:
    return Underway(returning.WHAT, _("How far it is can be seen where it was begun."))
