"""Changing where a ticket stands."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import parts

from helpdesk import statuses, tickets
from helpdesk.web.call import Call


@section.post("/tickets/<number:int>/status", access="tickets.status", on_invalid=parts.again)
def change(call: Call, number: int) -> HTTPResponse:
    """Give the ticket the chosen status."""
    ticket = tickets.ticket_for_staff(call.member, number)
    chosen = statuses.by_id(call.form.value("status"))
    changed = tickets.set_status(ticket, chosen, actor=call.member.actor())
    return parts.answer(call, ticket, "status" if changed else "")
