"""Tickets that a browser may see: by its session, or by the link of a mail.

A link is opened by a GET, which writes nothing, so what it allows travels in a signed cookie. A
follower's link opens the ticket as that follower, for as long as they follow it.
"""

import re
import time

from bottle import HTTPResponse

from helpdesk import secrets
from helpdesk.web.call import Call

COOKIE = "hd_links"
LASTS = 30 * 86_400  # seconds
MOST = 30  # tickets in the cookie
_PURPOSE = "ticket grant"
_ENTRY = re.compile(r"(\d{1,18})(?:f(\d{1,18}))?")


def tickets(call: Call) -> list[int]:
    """The ids of the tickets that this browser has shown it may see as their customer."""
    return [*call.session.tickets, *(ticket for ticket, as_ in _by_links(call) if not as_)]


def followed(call: Call) -> dict[int, int]:
    """The ids of the tickets that this browser may see as a follower, and as which."""
    return {ticket: as_ for ticket, as_ in _by_links(call) if as_}


def grant(call: Call, response: HTTPResponse, ticket: int, follower: int = 0) -> None:
    """Let this browser see a ticket from now on, by a cookie of the answer."""
    known = [entry for entry in _by_links(call) if entry[0] != ticket]
    own = next((entry for entry in _by_links(call) if entry == (ticket, 0)), (ticket, follower))
    entries = [f"{number}f{as_}" if as_ else str(number) for number, as_ in [*known, own][-MOST:]]
    told = f"{'.'.join(entries)}-{int(time.time()) + LASTS}"
    response.set_cookie(
        COOKIE,
        f"{told}-{secrets.signature(_PURPOSE, told)}",
        path=(call.base or "") + "/",
        maxage=LASTS,
        httponly=True,
        samesite="lax",
        secure=call.is_https,
    )


def _by_links(call: Call) -> list[tuple[int, int]]:
    """Ticket and follower, 0 for the customer."""
    told, _dash, rest = call.cookies.get(COOKIE, "")[:1500].partition("-")
    ends, _dash, given = rest.partition("-")
    if not (told and secrets.is_signed(_PURPOSE, f"{told}-{ends}", given)):
        return []
    if int(ends) <= time.time():
        return []
    found = map(_ENTRY.fullmatch, told.split("."))
    return [(int(entry[1]), int(entry[2] or 0)) for entry in found if entry]
