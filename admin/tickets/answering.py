"""What the box to answer in needs to know, beside the thread."""

from dataclasses import dataclass
from typing import Any

from bottle import HTTPResponse

from helpdesk import attachments, drafts, tickets
from helpdesk.clock import now
from helpdesk.numbers import whole
from helpdesk.schema import Ticket
from helpdesk.web import uploads
from helpdesk.web.call import Call
from helpdesk.web.ticket_pages import ShownEntry

NEXT = "hd_next"  # the cookie of those who go on with the next ticket after a reply


@dataclass(frozen=True)
class Undo:
    """A reply of one's own that can still be taken back."""

    number: int
    position: int
    seconds: int


def context(call: Call, ticket: Ticket, thread: list[ShownEntry], *, mode: str) -> dict[str, Any]:
    """For `_answer.html`; puts the draft into a form that is still empty."""
    typed = drafts.of(call.member.id, ticket.id, mode)
    html = call.form.value("message_html")
    if not call.form.values and not typed.is_empty:
        call.form.values["message"] = [typed.text]
        call.kept_files, html = uploads.offered(call, typed.files), typed.html
    seen = whole(call.form.value("seen"))
    asked = bool(call.form.error(tickets.SEEN))
    return {
        "limits": attachments.limits(),
        "draft": typed,
        "draft_html": html,
        "seen": ticket.last_position,
        "newer": [e for e in thread if asked and e.position > seen and _by_others(call, e)],
        "goes_on": goes_on(call),
        "undo": _undo(call, ticket, thread),
        "sent": whole(call.query.get("sent", "")),
    }


def goes_on(call: Call) -> bool:
    """Whether this person goes on with the next ticket after a reply."""
    if call.form.value("then_asked"):
        return call.form.value("then") == "next"
    return call.cookies.get(NEXT, "") == "1"


def remember(call: Call, response: HTTPResponse) -> HTTPResponse:
    """Keep the choice for the next ticket's page."""
    if call.form.value("then_asked") and goes_on(call) != (call.cookies.get(NEXT, "") == "1"):
        response.set_cookie(
            NEXT,
            "1" if goes_on(call) else "0",
            path=(call.base or "") + "/",
            maxage=365 * 86_400,
            httponly=True,
            samesite="lax",
            secure=call.is_https,
        )
    return response


def _by_others(call: Call, entry: ShownEntry) -> bool:
    mine = entry.is_staff and entry.author_id == call.member.id
    return entry.kind != "event" and not mine


def _undo(call: Call, ticket: Ticket, thread: list[ShownEntry]) -> Undo | None:
    """The reply that was just sent, on this ticket or on the one before it."""
    for entry in reversed(thread):
        if entry.seconds and not _by_others(call, entry):
            return Undo(ticket.id, entry.position, entry.seconds)
    before = whole(call.query.get("sent", ""))
    waiting = tickets.pending_of(call.member.id, before) if before else None
    if waiting is None:
        return None
    position, until = waiting
    return Undo(before, position, max(1, int((until - now()).total_seconds())))
