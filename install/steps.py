"""The order of the wizard's steps, who may enter which, and what their pages share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bottle import HTTPResponse
from helpdesk.install.section import section

from helpdesk import paths
from helpdesk.errors import Invalid, NotInstalled
from helpdesk.i18n import _
from helpdesk.installation import server_check, state
from helpdesk.installation.state import AlreadyInstalled, Broken, State
from helpdesk.web import passes
from helpdesk.web.call import Call
from helpdesk.web.routes import SETUP, Handler

ORDER = ("check", "code", "licence", "server", "database", "desk", "mail", "tables")
_SHOWN_AS = {"check": "safety", "code": "safety"}  # the others are stages of their own name


def page(path: str) -> Callable[[Handler], Handler]:
    """Declare a page of the wizard."""

    def declare(handler: Handler) -> Handler:
        return section.get(path, access=SETUP)(_guarded(handler))

    return declare


def action(path: str, on_invalid: Handler) -> Callable[[Handler], Handler]:
    """Declare an action of the wizard; what the disk refuses is told on the form's page."""

    def declare(handler: Handler) -> Handler:
        shown_again = _guarded(on_invalid)
        return section.post(path, access=SETUP, on_invalid=shown_again)(_guarded(handler))

    return declare


def enter(call: Call, step: str) -> State:
    """What is known, when this step may be entered; else leads (by raising) to the one due."""
    known = state.read(call.desk.folder)
    if known is None:
        raise call.redirect(_with_code(call, "/install/"))
    due = current(call, known)
    if ORDER.index(step) > ORDER.index(due):
        raise call.redirect(_with_code(call, f"/install/{due}"))
    return known


def current(call: Call, known: State) -> str:
    """The first step that isn't done."""
    done = {
        "check": known.is_safe,
        "code": admitted(call, known),
        "licence": known.licence,
        "server": known.server,
        "database": state.database(folder(call)) is not None,
        "desk": bool(known.desk),
        "mail": known.mail,
    }
    return next((step for step in ORDER if not done.get(step)), ORDER[-1])


def shown(call: Call, step: str, **context: Any) -> HTTPResponse:
    """A step's page, with the line of stages above it."""
    words = [
        ("safety", _("Safety")),
        ("licence", _("Licence")),
        ("server", _("Server")),
        ("database", _("Database")),
        ("desk", _("Your desk")),
        ("mail", _("Mail")),
        ("tables", _("Tables")),
        ("done", _("Done")),
    ]
    code = call.form.value("code") or call.query.get("code", "")
    more = {"step": _SHOWN_AS.get(step, step), "steps": words, "given_code": code[:40], **context}
    return call.page(f"install/{step}.html", **more)


def go(call: Call, step: str) -> HTTPResponse:
    """On to a step."""
    return call.redirect(_with_code(call, f"/install/{step}"))


def folder(call: Call) -> Path:
    """The data folder; raises NotInstalled while there is none."""
    found: Path | None = call.desk.folder
    if found is None:
        raise NotInstalled
    return found


def folder_shown(call: Call) -> str:
    """Where the data folder is, for a visitor who isn't known yet: a name that nobody can guess
    isn't told."""
    here = folder(call)
    if here.parent == paths.ROOT and here.name.startswith("data-"):
        return f"{paths.ROOT.name}/data-…"
    return server_check.shown(here)


def admitted(call: Call, known: State) -> bool:
    """Whether this browser has given the set-up code."""
    return bool(passes.SETUP.read(call, known.key) == "code")


def _with_code(call: Call, path: str) -> str:
    code = call.form.value("code") or call.query.get("code", "")
    early = path.rpartition("/")[2] in ("", "check", "code")
    return f"{path}?code={quote(code[:40], safe='')}" if code and early else path


def _guarded(handler: Handler) -> Handler:
    @wraps(handler)
    def run(call: Call) -> Any:
        try:
            return handler(call)
        except (NotInstalled, AlreadyInstalled, Broken):
            return call.redirect("/install/")
        except OSError as error:
            if call.route.method == "GET" or call.form.has_errors:
                raise
            raise Invalid({"": cannot_write(call, error)}) from error

    return run


def cannot_write(call: Call, error: OSError) -> str:
    """What to do when the data folder refuses."""
    return _(
        "The data folder can't be written to (%(detail)s). Nothing is lost: put that right "
        "and try again."
    ) % {"detail": error.strerror or type(error).__name__}
