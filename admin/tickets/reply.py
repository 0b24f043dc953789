"""Answering the customer."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets.show import page

from helpdesk import statuses, tickets
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
    wanted = call.form.value("status")
    message = tickets.reply(
        ticket,
        actor=call.member.actor(),
        author=call.member.name,
        text=call.form.value("message"),
        files=call.files,
        status=statuses.by_id(wanted) if wanted and call.member.can("tickets.status") else None,
    )
    return call.redirect(f"/admin/tickets/{number}#entry-{message.position}")
