"""Being at a ticket: others who look at it see who is there and who types."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import presence, tickets
from helpdesk.web import pulses
from helpdesk.web.call import Call

DIGITS = 18  # that surely fit a column


@section.post("/presence", access="tickets.view", once=False, for_scripts=True)
def note(call: Call) -> HTTPResponse:
    """Note that this person looks at a ticket, with `typing` that they write, or has `left` it."""
    typed = call.form.value("ticket")
    number = int(typed) if typed.isdecimal() and len(typed) <= DIGITS else 0
    ticket = tickets.ticket_for_staff(call.member, number)
    if call.form.value("left"):
        presence.leave(call.member, ticket)
    else:
        presence.touch(call.member, ticket, typing=call.form.value("typing"))
    return pulses.noted()
