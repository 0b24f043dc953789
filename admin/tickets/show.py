"""The page of a ticket."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import answering

from helpdesk import pulse, statuses, tickets
from helpdesk.web.call import Call
from helpdesk.web.numbers import whole
from helpdesk.web.ticket_pages import part


@section.get("/tickets/<number:int>", access="tickets.view")
def show(call: Call, number: int) -> HTTPResponse:
    """Thread, properties, and the box to answer in."""
    return page(call, number, mode="note" if call.query.get("mode") == "note" else "reply")


def page(call: Call, number: int, *, mode: str) -> HTTPResponse:
    """The page with the reply or the note at hand; also shown again when either can't be taken."""
    ticket = tickets.ticket_for_staff(call.member, number)
    if mode == "reply" and not call.member.can("tickets.reply"):
        mode = "note"
    known = statuses.every()
    below = whole(call.query.get("before", ""))
    cursor = pulse.ticket_cursor(ticket)  # before the thread: nothing falls in between
    thread = part(call, ticket, below=below, names=known)
    context: dict[str, Any] = {
        "ticket": tickets.shown(ticket),
        "cursor": cursor,
        "thread": thread.entries,
        "earlier": thread.earlier,
        "below": below,
        "history": tickets.history(call.member, ticket.id, ticket.customer_id),
        "statuses": [
            {"id": label.id, "name": label.name, "meaning": label.row.meaning}
            for label in known
            if not label.row.is_retired or label.id == ticket.status_id
        ],
        "status_id": ticket.status_id,
        "mode": mode,
        "can_reply": call.member.can("tickets.reply"),
        "can_note": call.member.can("tickets.note"),
        "can_set_status": call.member.can("tickets.status"),
        **answering.context(call, ticket, thread.entries, mode=mode),
    }
    return call.page("admin/tickets/show.html", **context)
