"""A ticket on paper."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import tickets
from helpdesk.web.call import Call
from helpdesk.web.ticket_pages import entries


@section.get("/tickets/<number:int>/print", access="tickets.view")
def show(call: Call, number: int) -> HTTPResponse:
    """What was said, with the notes only when asked for."""
    ticket = tickets.ticket_wherever(call.member, number)
    with_notes = call.query.get("notes") == "1"
    return call.page(
        "admin/tickets/print.html",
        ticket=tickets.shown(ticket),
        thread=[
            entry
            for entry in entries(call, ticket, for_customer=False)
            if entry.kind == "message" or (with_notes and entry.kind == "note")
        ],
        with_notes=with_notes,
    )
