"""The style sheet of the desk's colour, and its logo."""

from bottle import HTTPResponse

from helpdesk import look
from helpdesk.errors import NotFound
from helpdesk.portal.section import section
from helpdesk.web import files
from helpdesk.web.call import Call
from helpdesk.web.headers import FOR_EVER
from helpdesk.web.routes import PUBLIC


@section.get("/theme.css", access=PUBLIC)
def theme(call: Call) -> HTTPResponse:
    """Four values per theme; kept for ever under an address that tells which."""
    answer = HTTPResponse(look.theme(), 200, {"Content-Type": "text/css; charset=utf-8"})
    if call.query.get("v", "") == look.theme_mark():
        answer.set_header("Cache-Control", FOR_EVER)
    return answer


@section.get("/logo", access=PUBLIC)
def logo(call: Call) -> HTTPResponse:
    """The picture beside the title."""
    return _sent(look.logo())


@section.get("/logo/dark", access=PUBLIC)
def logo_dark(call: Call) -> HTTPResponse:
    """The one for dark mode."""
    return _sent(look.logo_dark())


def _sent(found: look.Logo | None) -> HTTPResponse:
    if found is None:
        raise NotFound
    return files.picture(found.sha256, found.media_type)
