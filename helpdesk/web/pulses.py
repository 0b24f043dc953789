"""What the pulses of portal and panel have in common: how a ticket's news become an answer."""

from collections.abc import Callable
from typing import Any

from bottle import HTTPResponse

from helpdesk.pulse import TicketNews
from helpdesk.web.call import Call
from helpdesk.web.pace import pace
from helpdesk.web.ticket_pages import ShownEntry

NEXT = "X-Pulse-Next"  # milliseconds, on an answer without a body


def nothing(call: Call) -> HTTPResponse:
    """Nothing happened; when to ask again stands in the head."""
    answer = call.nothing()
    answer.set_header(NEXT, str(_next(call)))
    return answer


def news(call: Call, told: dict[str, Any]) -> HTTPResponse:
    """Something happened."""
    return call.json({**told, "next": _next(call)})


def of_ticket(
    call: Call,
    found: TicketNews,
    entries: Callable[[int], list[ShownEntry]],
    template: str,
    mine: Callable[[ShownEntry], bool],
) -> dict[str, Any]:
    """A ticket's news for a script: entries are drawn by the same partial as on the page."""
    told: dict[str, Any] = {"cursor": found.cursor}
    if found.after is not None:
        told["entries"] = [
            {
                "position": entry.position,
                "kind": entry.kind,
                "mine": entry.kind != "event" and mine(entry),
                "html": call.fragment(template, entry=entry),
            }
            for entry in entries(found.after)
        ]
        told["whole"] = found.whole
    if found.again or found.changed:
        told["read"] = "all" if found.again else "around"
    return told


def _next(call: Call) -> int:
    return pace.next(call.began, resident=call.resident)
