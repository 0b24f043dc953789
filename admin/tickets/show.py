"""The page of a ticket."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import answering, parts

from helpdesk import pulse, tickets
from helpdesk.numbers import whole
from helpdesk.web.call import Call
from helpdesk.web.ticket_pages import part, said


@section.get("/tickets/<number:int>", access="tickets.view")
def show(call: Call, number: int) -> HTTPResponse:
    """Thread, properties, and the box to answer in."""
    return page(call, number, mode="note" if call.query.get("mode") == "note" else "reply")


def page(call: Call, number: int, *, mode: str) -> HTTPResponse:
    """The page with the reply or the note at hand; also shown again when either can't be taken."""
    ticket = tickets.ticket_wherever(call.member, number)
    if mode == "reply" and not call.member.can("tickets.reply"):
        mode = "note"
    is_there = ticket.deleted is None
    below = whole(call.query.get("before", ""))
    thread = part(call, ticket, below=below)
    is_whole = not (below or thread.earlier)
    context: dict[str, Any] = {
        **parts.context(call, ticket),
        "cursor": pulse.ticket_cursor(ticket, said=said(thread.entries) if is_whole else None),
        "thread": thread.entries,
        "earlier": thread.earlier,
        "below": below,
        "mode": mode,
        "can_reply": is_there and call.member.can("tickets.reply"),
        "needs_owner": mode == "reply" and tickets.needs_owner(ticket),
        "can_note": is_there and call.member.can("tickets.note"),
        "trashed_by": "" if is_there else tickets.who_trashed(ticket),
        **answering.context(call, ticket, thread.entries, mode=mode),
    }
    return call.page("admin/tickets/show.html", **context)
