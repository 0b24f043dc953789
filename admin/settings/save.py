"""Saving what was changed on a page of the settings: all of it or nothing."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.settings import sent
from helpdesk.admin.settings.show import address, found, one, show

from helpdesk import look, settings
from helpdesk.errors import Invalid
from helpdesk.web.call import Call


@section.post("/settings", access="settings.change", on_invalid=found)
def save_found(call: Call) -> HTTPResponse:
    """From the page of a search."""
    return call.redirect(f"{address(call)}&done={_saved(call)}")


@section.post("/settings/<group>", access="settings.change", on_invalid=show)
def save(call: Call, group: str) -> HTTPResponse:
    """From the page of a group."""
    one(group)
    return call.redirect(f"/admin/settings/{group}?done={_saved(call)}")


def _saved(call: Call) -> str:
    """Which news the page tells."""
    typed = sent.read(call)
    try:
        keys = settings.save(typed.values, typed.shown, actor=call.member.actor())
    except Invalid as wrong:
        raise Invalid(wrong.errors | typed.wrong) from wrong
    if typed.wrong:
        raise Invalid(typed.wrong)
    for key in keys:
        if settings.REGISTRY[key].kind == "picture":
            look.hold(typed.values[key])
    return "settings" if keys else "settings-same"
