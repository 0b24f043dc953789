"""Files of a request, for its customer."""

from bottle import HTTPResponse

from helpdesk import attachments
from helpdesk.attachments import Shown
from helpdesk.portal.section import section
from helpdesk.portal.visiting import visit
from helpdesk.web import files
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


@section.get("/ticket/<track>/files/<number:int>", access=PUBLIC)
def download(call: Call, track: str, number: int) -> HTTPResponse:
    """The file itself."""
    return files.send(_file(call, track, number))


@section.get("/ticket/<track>/files/<number:int>/preview", access=PUBLIC)
def preview(call: Call, track: str, number: int) -> HTTPResponse:
    """A small picture."""
    return files.show(_file(call, track, number))


def _file(call: Call, track: str, number: int) -> Shown:
    return attachments.for_ticket(visit(call, track).ticket, number, public_only=True)
