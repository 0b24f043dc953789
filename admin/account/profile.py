"""One's own profile: name, language, time zone, and where one begins."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import accounts, i18n
from helpdesk.i18n import _
from helpdesk.tickets.asked import VIEWS
from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF

HERE = "/admin/account/"
FIELDS = ("name", "nickname", "signature", "language", "timezone", "list_view", "start")
Choice = dict[str, Any]


@section.get("/account/", access=STAFF)
def show(call: Call) -> HTTPResponse:
    """The form, filled in with what is stored."""
    row = accounts.profile(call.member)
    for field in FIELDS:
        call.form.values.setdefault(field, [getattr(row, field)])
    return call.page(
        "admin/account/profile.html",
        email=row.email,
        languages=_choices([(code, i18n.NAMES.get(code, code)) for code in i18n.available()]),
        zones=_choices([(zone, zone) for zone in accounts.zones(row.timezone)]),
        views=_choices([(key, _(words)) for key, words in VIEWS.items()]),
        starts=_choices([(key, _(words)) for key, words in accounts.STARTS.items()]),
    )


@section.post("/account/", access=STAFF, on_invalid=show)
def change(call: Call) -> HTTPResponse:
    """Store it."""
    values = {field: call.form.value(field) for field in FIELDS}
    accounts.change_profile(call.member, **values)
    return call.redirect(f"{HERE}?done=profile")


@section.get("/account", access=STAFF)
def show_without_slash(call: Call) -> HTTPResponse:
    """The same, for an address typed by hand."""
    return call.redirect(HERE)


def _choices(pairs: list[tuple[str, str]]) -> list[Choice]:
    return [{"id": key, "name": words} for key, words in pairs]
