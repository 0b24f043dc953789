"""Moving tickets to the trash, and out of it."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import tickets
from helpdesk.web.call import Call


@section.get("/tickets/trash", access="tickets.trash")
def show(call: Call) -> HTTPResponse:
    """What is in it, the latest first."""
    after = call.query.get("after", "")
    page = tickets.trash_of(call.member, after=after)
    return call.page(
        "admin/tickets/trash.html",
        rows=page.rows,
        next_url=call.url(f"/admin/tickets/trash?after={page.next_key}") if page.next_key else "",
        first_url=call.url("/admin/tickets/trash") if after else "",
    )


@section.post("/tickets/<number:int>/trash", access="tickets.trash")
def move(call: Call, number: int) -> HTTPResponse:
    """Out of sight; the page that follows offers to undo it."""
    ticket = tickets.ticket_wherever(call.member, number)
    tickets.trash(ticket, actor=call.member.actor())
    return call.redirect(f"/admin/tickets/{number}")


@section.post("/tickets/<number:int>/restore", access="tickets.trash")
def restore(call: Call, number: int) -> HTTPResponse:
    """Back again."""
    ticket = tickets.ticket_wherever(call.member, number)
    tickets.restore(ticket, actor=call.member.actor())
    return call.redirect(f"/admin/tickets/{number}?done=restored")
