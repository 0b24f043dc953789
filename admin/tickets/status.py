"""Changing where a ticket stands."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets.show import show

from helpdesk import statuses, tickets
from helpdesk.web.call import Call


@section.post("/tickets/<number:int>/status", access="tickets.status", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Give the ticket the chosen status."""
    ticket = tickets.ticket_for_staff(call.member, number)
    chosen = statuses.by_id(call.form.value("status"))
    changed = tickets.set_status(ticket, chosen, actor=call.member.actor())
    return call.redirect(f"/admin/tickets/{number}{'?done=status' if changed else ''}")
