"""Being at a ticket: others who look at it see who is there and who types."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import presence, tickets
from helpdesk.numbers import row_id
from helpdesk.web import pulses
from helpdesk.web.call import Call


@section.post("/presence", access="tickets.view", once=False, for_scripts=True)
def note(call: Call) -> HTTPResponse:
    """Note that this person looks at a ticket, with `typing` that they write, or has `left` it."""
    ticket = tickets.ticket_for_staff(call.member, row_id(call.form.value("ticket")))
    if call.form.value("left"):
        presence.leave(call.member, ticket)
    else:
        presence.touch(call.member, ticket, typing=call.form.value("typing"))
    return pulses.noted()
