"""What the desk is called, and who administers it first."""

import zoneinfo
from dataclasses import dataclass
from functools import lru_cache

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk import i18n
from helpdesk.installation import plan, state
from helpdesk.web import urls
from helpdesk.web.call import Call

FIELDS = ("title", "url", "language", "timezone", "name", "email")
_NOT_PLACES = ("posix/", "right/", "Etc/", "SystemV/")


@dataclass(frozen=True)
class Choice:
    """One of a list to choose from."""

    id: str
    name: str


@steps.page("/desk")
def show(call: Call) -> HTTPResponse:
    """The form, with what was typed before or can be guessed."""
    known = steps.enter(call, "desk")
    guess = urls.origin(call.environ) + call.base
    if not call.form.values:
        first = {"url": guess, "language": i18n.language(), "timezone": "UTC", **known.desk}
        call.form.values = {name: [first.get(name, "")] for name in FIELDS}
    return steps.shown(
        call,
        "desk",
        zones=_zones(),
        languages=[Choice(code, i18n.NAMES.get(code, code)) for code in i18n.available()],
        is_new=not known.desk,
        has_password=bool(known.desk.get("password")),
    )


@steps.action("/desk", on_invalid=show)
def fill_in(call: Call) -> HTTPResponse:
    """Check and keep the answers; the password as a hash."""
    known = steps.enter(call, "desk")
    typed = {name: call.form.value(name) for name in (*FIELDS, "password", "again")}
    typed["language"] = typed["language"] or i18n.language()
    checked = plan.checked(typed, known.desk.get("password", ""))
    with state.changing(steps.folder(call)) as known:
        known.desk = checked
    return steps.go(call, "mail")


@lru_cache(maxsize=1)
def _zones() -> list[Choice]:
    names = zoneinfo.available_timezones()
    places = sorted(name for name in names if "/" in name and not name.startswith(_NOT_PLACES))
    return [Choice(name, name.replace("_", " ")) for name in ["UTC", *places]]
