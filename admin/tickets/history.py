"""Everything that ever happened on a ticket."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import tickets
from helpdesk.numbers import whole
from helpdesk.web.call import Call


@section.get("/tickets/<number:int>/history", access="tickets.view")
def show(call: Call, number: int) -> HTTPResponse:
    """The latest first, a hundred on a page."""
    ticket = tickets.ticket_wherever(call.member, number)
    position = whole(call.query.get("below", ""))
    found = tickets.history_of(ticket, below=position)
    older = f"/admin/tickets/{number}/history?below={found.below}"
    return call.page(
        "admin/tickets/history.html",
        ticket=tickets.shown(ticket),
        rows=found.rows,
        next_url=call.url(older) if found.below else "",
        first_url=call.url(f"/admin/tickets/{number}/history") if position else "",
    )
