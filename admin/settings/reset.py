"""Bringing a setting back to its default."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import settings
from helpdesk.errors import NotFound
from helpdesk.web.call import Call
from helpdesk.web.urls import is_local_path


@section.get("/settings/reset", access="settings.change")
def back(call: Call) -> HTTPResponse:
    """A press that came back stands at this address: reloading it leads to the settings."""
    return call.redirect("/admin/settings")


@section.post("/settings/reset", access="settings.change")
def reset(call: Call) -> HTTPResponse:
    """One setting; a secret or a picture is removed."""
    key = call.form.value("key")
    if key not in settings.REGISTRY:
        raise NotFound
    settings.reset(key, actor=call.member.actor())
    at = call.form.value("at")
    if not (at.startswith("/admin/settings") and is_local_path(at)):
        at = f"/admin/settings/{settings.REGISTRY[key].group}"
    return call.redirect(f"{at}{'&' if '?' in at else '?'}done=settings-reset")
