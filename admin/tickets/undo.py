"""Taking a reply back before it goes out."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import tickets
from helpdesk.errors import Conflict
from helpdesk.web.call import Call


@section.post("/tickets/<number:int>/undo/<position:int>", access="tickets.reply")
def undo(call: Call, number: int, position: int) -> HTTPResponse:
    """Bring text and files back into the box."""
    ticket = tickets.ticket_for_staff(call.member, number)
    try:
        tickets.take_back(ticket, position, actor=call.member.actor())
    except Conflict:
        return call.redirect(f"/admin/tickets/{number}?done=too-late#entry-{position}")
    return call.redirect(f"/admin/tickets/{number}?done=taken-back#reply")
