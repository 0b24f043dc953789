"""The announcements: shown now, planned, past, switched off."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import announcements
from helpdesk.errors import NotFound
from helpdesk.schema import Announcement
from helpdesk.web.call import Call


@section.get("/announcements", access="announcements.manage")
def show(call: Call) -> HTTPResponse:
    """By state, each in the order in which customers see them; undo for one just deleted."""
    rows = announcements.every()
    groups = {name: [r for r in rows if announcements.state(r) == name] for name in _ORDER}
    return call.page(
        "admin/announcements/list.html",
        groups={name: found for name, found in groups.items() if found},
        gone=_gone(call.query.get("gone", "")),
    )


_ORDER = announcements.STATES


def _gone(number: str) -> Announcement | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    try:
        return announcements.one(int(number), is_deleted=True)
    except NotFound:
        return None
