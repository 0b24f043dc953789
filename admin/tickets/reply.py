"""Answering the customer."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import answering
from helpdesk.admin.tickets.show import page

from helpdesk import settings, statuses, tickets
from helpdesk.numbers import whole
from helpdesk.schema import Ticket
from helpdesk.web.call import Call


def again(call: Call, number: int) -> HTTPResponse:
    """The page with what was typed and what is wrong with it."""
    return page(call, number, mode="reply")


@section.post(
    "/tickets/<number:int>/reply", access="tickets.reply", on_invalid=again, takes_files=True
)
def reply(call: Call, number: int) -> HTTPResponse:
    """Send a reply, and set the status that was chosen with it."""
    ticket = tickets.ticket_for_staff(call.member, number)
    listed_at = ticket.last_message
    wanted = call.form.value("set") or call.form.value("status")  # a button before the list
    seen = call.form.value("seen")
    if call.form.value("take") and call.member.can("tickets.assign"):
        tickets.take_if_free(ticket, call.member)
    message = tickets.reply(
        ticket,
        actor=call.member.actor(),
        author=call.member.name,
        text=call.form.value("message"),
        html=call.form.value("message_html"),
        files=call.files,
        status=statuses.by_id(wanted) if wanted and call.member.can("tickets.status") else None,
        seen=whole(seen) if seen else None,
        undo=settings.get("tickets.undo_seconds"),
    )
    target = f"/admin/tickets/{number}#entry-{message.position}"
    if answering.goes_on(call):
        following = tickets.next_for(call.member, ticket.id, listed_at)
        target = _after(ticket, following)
    return answering.remember(call, call.redirect(target))


def _after(ticket: Ticket, following: int) -> str:
    if not following:
        return "/admin/tickets?done=nothing-left"
    return f"/admin/tickets/{following}?sent={ticket.id}"
