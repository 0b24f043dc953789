"""What a colour would look like, before it is saved."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import colours, look
from helpdesk.web.call import Call


@section.get("/settings/look/colour", access="settings.change")
def preview(call: Call) -> HTTPResponse:
    """The values of both themes, and in words what was corrected."""
    try:
        wish = colours.read(call.query.get("c", ""))
    except ValueError:
        return HTTPResponse({}, 200, {"Cache-Control": "no-store"})
    themes = {"light": False, "dark": True}
    shades = {name: colours.shades(wish, dark=dark) for name, dark in themes.items()}
    return HTTPResponse({"colour": wish, "notes": look.corrected(wish), **shades}, 200)
