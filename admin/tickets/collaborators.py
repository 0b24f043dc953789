"""Staff who work on a ticket beside its owner."""

from contextlib import suppress

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import parts

from helpdesk import tickets
from helpdesk.errors import Forbidden, NotFound
from helpdesk.web.call import Call


def again(call: Call, number: int, staff: int) -> HTTPResponse:
    """The page that the button stands on."""
    return parts.again(call, number)


@section.post(
    "/tickets/<number:int>/collaborators", access="tickets.assign", on_invalid=parts.again
)
def add(call: Call, number: int) -> HTTPResponse:
    """Add who was chosen."""
    ticket = tickets.ticket_for_staff(call.member, number)
    chosen = call.form.value("collaborator")
    added = tickets.add_collaborator(ticket, chosen, actor=call.member.actor())
    return parts.answer(call, ticket, "saved" if added else "")


@section.post(
    "/tickets/<number:int>/collaborators/<staff:int>/remove",
    access="tickets.view",
    on_invalid=again,
)
def remove(call: Call, number: int, staff: int) -> HTTPResponse:
    """Remove one; everybody may leave."""
    ticket = tickets.ticket_for_staff(call.member, number)
    if staff != call.member.id and not call.member.can("tickets.assign"):
        raise Forbidden
    with suppress(NotFound):  # a colleague was faster
        tickets.remove_collaborator(ticket, staff, actor=call.member.actor())
    return parts.answer(call, ticket, "saved")
