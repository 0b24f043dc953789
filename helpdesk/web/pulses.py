"""What the pulses of portal and panel have in common: how news become an answer for a script."""

import json
from collections.abc import Callable
from typing import Any

from bottle import HTTPResponse

from helpdesk.pulse import TicketNews
from helpdesk.web import render
from helpdesk.web.call import Call
from helpdesk.web.pace import pace
from helpdesk.web.ticket_pages import ShownEntry

NEXT = "X-Pulse-Next"  # milliseconds, on an answer without a body


def nothing(call: Call) -> HTTPResponse:
    """Nothing happened; when to ask again stands in the head."""
    return HTTPResponse("", 204, {"Cache-Control": "no-store", NEXT: str(_next(call))})


def noted() -> HTTPResponse:
    """What a script told is taken."""
    return HTTPResponse("", 204, {"Cache-Control": "no-store"})


def news(call: Call, told: dict[str, Any]) -> HTTPResponse:
    """Something happened."""
    body = json.dumps({**told, "next": _next(call)}, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return HTTPResponse(body, 200, headers)


def of_ticket(
    call: Call,
    found: TicketNews,
    entries: Callable[[int], list[ShownEntry]],
    template: str,
    here: str,
    mine: Callable[[ShownEntry], bool],
) -> dict[str, Any]:
    """A ticket's news for a script. Entries are drawn by the same partial as on the page; when more
    than words is new, the script reads the page itself once more."""
    told: dict[str, Any] = {"cursor": found.cursor}
    if found.since is not None:
        told["entries"] = [
            {
                "position": entry.position,
                "kind": entry.kind,
                "mine": entry.kind != "event" and mine(entry),
                "html": render.page(call, template, {"entry": entry, "here": call.url(here)}),
            }
            for entry in entries(found.since)
        ]
        told["whole"] = found.whole
    if found.changed:
        told["read"] = True
    return told


def presence(call: Call, found: TicketNews, template: str) -> dict[str, str]:
    """Who else is there, if that has changed."""
    if found.people is None:
        return {}
    return {"presence": render.page(call, template, {"people": found.people})}


def _next(call: Call) -> int:
    return pace.next(call.began, resident=call.resident)
