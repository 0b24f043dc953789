"""The licence, to be agreed to."""

from functools import lru_cache

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk import paths
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import state
from helpdesk.web.call import Call


@steps.page("/licence")
def show(call: Call) -> HTTPResponse:
    """The text."""
    known = steps.enter(call, "licence")
    return steps.shown(call, "licence", known=known, text=_text())


@steps.action("/licence", on_invalid=show)
def agree(call: Call) -> HTTPResponse:
    """Note that it was agreed to."""
    steps.enter(call, "licence")
    if not call.form.value("agree"):
        raise Invalid({"agree": _("To go on, agree to the licence.")})
    with state.changing(steps.folder(call)) as known:
        known.licence = True
    return steps.go(call, "server")


@lru_cache(maxsize=1)
def _text() -> str:
    """As it lies beside the program, or in a wheel's own folder."""
    places = [paths.ROOT / "LICENSE", *paths.ROOT.glob("helpdesk-*.dist-info/**/LICENSE")]
    return next((p.read_text("utf-8") for p in places if p.is_file()), "MIT License")
