"""Writing a note that only staff see."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets.show import page

from helpdesk import tickets
from helpdesk.web.call import Call


def again(call: Call, number: int) -> HTTPResponse:
    """The page with what was typed and what is wrong with it."""
    return page(call, number, mode="note")


@section.post(
    "/tickets/<number:int>/note", access="tickets.note", on_invalid=again, takes_files=True
)
def note(call: Call, number: int) -> HTTPResponse:
    """Add the note."""
    ticket = tickets.ticket_for_staff(call.member, number)
    message = tickets.note(
        ticket,
        actor=call.member.actor(),
        author=call.member.name,
        text=call.form.value("message"),
        html=call.form.value("message_html"),
        files=call.files,
    )
    return call.redirect(f"/admin/tickets/{number}?mode=note#entry-{message.position}")
