"""Brings older tables up to date: who it is, what will be done, how far it is, how it ended.

The tables may be what is changed, so nothing here asks a model: who comes in is looked up in them
as they are, and this browser then carries a signed cookie.
"""

from typing import Any

from bottle import HTTPResponse
from helpdesk.install import steps
from helpdesk.install.section import section

from helpdesk import underway, updating
from helpdesk.errors import Conflict, Forbidden, Invalid, TooMany, Unavailable
from helpdesk.i18n import _
from helpdesk.updating import Record, entering, records
from helpdesk.version import __version__
from helpdesk.web import passes
from helpdesk.web.call import Call
from helpdesk.web.routes import REPAIR

HOUR = 3600
SLICE = 3.0  # seconds, so that something is seen to move
PLACE = "/install/update"
_STAGES = {
    records.BACKUP: "backup",
    records.MIGRATIONS: "tables",
    records.CHECK: "check",
    records.FINISH: "check",
    records.BACK: "tables",
    records.DONE: "done",
}


@section.get("/update", access=REPAIR)
def show(call: Call) -> HTTPResponse:
    """The page that fits: to sign in, what will be done, how far it is, or that it is done."""
    here = steps.folder(call)
    known, plan = updating.running(here), None
    if known is None and underway.is_running(here):
        return call.redirect("/install/restore")
    if known is None:
        plan = updating.look(here)
    if plan and plan.is_newer:
        return _shown(call, "newer", plan=plan, code=503)
    if _who(call) is None:
        if plan and not plan.is_due:
            return call.redirect("/install/")
        return _shown(call, "enter", known=known)
    if known:
        return _shown(call, "progress", known=known)
    last = updating.last(here)
    if plan and plan.is_due:
        return _shown(call, "plan", plan=plan, last=_failed(last))
    if last is None or last.phase != records.DONE:
        return call.redirect("/admin/")
    return _shown(call, "done", known=last)


@section.get("/update/enter", access=REPAIR)
def again(call: Call) -> HTTPResponse:
    """A press that came back, reloaded."""
    return call.redirect(PLACE)


@section.post("/update/enter", access=REPAIR, on_invalid=show)
def enter(call: Call) -> HTTPResponse:
    """Let an administrator's browser on."""
    email, password = call.form.value("email"), call.form.value("password")
    try:
        who = entering.sign_in(steps.folder(call), email, password, call.network)
    except (Forbidden, TooMany) as no:
        raise Invalid({"": no.message}) from no
    answer = call.redirect(PLACE)
    passes.SETUP.give(call, answer, call.secret_key, ["update", who.name], HOUR)
    return answer


@section.post("/update", access=REPAIR, on_invalid=show)
def update(call: Call) -> HTTPResponse:
    """Begin, do one slice, or give up."""
    who, here = _who(call), steps.folder(call)
    if who is None:
        return call.redirect(PLACE)
    try:
        if call.form.value("action") == "back":
            updating.go_back(here, _("%(name)s gave it up.") % {"name": who})
        elif call.form.value("action") == "begin":
            known: Record | None = updating.begin(here, by=who)
            return _answer(call, known)
        return _answer(call, updating.advance(here, SLICE))
    except (Conflict, Unavailable) as error:
        raise Invalid({"": error.message}) from error
    except OSError as error:
        raise Invalid({"": steps.cannot_write(call, error)}) from error


def _answer(call: Call, known: Record | None) -> HTTPResponse:
    figures: dict[str, Any] = {}
    if known is not None:
        figures = {"done": known.done, "total": known.total, "phase": known.phase}
    return call.slice_done(PLACE, finished=known is None or known.ended, **figures)


def _who(call: Call) -> str | None:
    """The name of who has signed in with this browser."""
    found = passes.SETUP.read(call, call.secret_key, HOUR)
    is_ours = isinstance(found, list) and len(found) == 2 and found[0] == "update"
    return str(found[1]) if is_ours else None


def _failed(last: Record | None) -> Record | None:
    """The last update, if this program tried it in vain."""
    is_ours = last is not None and last.new == __version__
    return last if is_ours and last and last.phase != records.DONE else None


def _shown(call: Call, page: str, code: int = 200, **context: Any) -> HTTPResponse:
    words = [
        ("enter", _("Log in")),
        ("plan", _("Look it over")),
        ("backup", _("Backup")),
        ("tables", _("Tables")),
        ("check", _("Check")),
        ("done", _("Done")),
    ]
    known = context.get("known")
    step = _STAGES.get(known.phase, page) if known and page != "enter" else page
    more = {"step": step, "steps": [] if page == "newer" else words, **context}
    return call.page(f"install/update/{page}.html", code=code, **more)
