"""Files of a ticket, for staff."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import attachments, tickets
from helpdesk.attachments import Shown
from helpdesk.web import files
from helpdesk.web.call import Call


@section.get("/tickets/<number:int>/files/<file:int>", access="tickets.view")
def download(call: Call, number: int, file: int) -> HTTPResponse:
    """The file itself."""
    return files.send(_file(call, number, file))


@section.get("/tickets/<number:int>/files/<file:int>/preview", access="tickets.view")
def preview(call: Call, number: int, file: int) -> HTTPResponse:
    """A small picture."""
    return files.show(_file(call, number, file))


def _file(call: Call, number: int, file: int) -> Shown:
    ticket = tickets.ticket_for_staff(call.member, number)
    return attachments.for_ticket(ticket, file, public_only=False)
