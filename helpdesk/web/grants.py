"""Tickets that a browser may see: by its session, or by the link of a mail.

A link is opened by a GET, which writes nothing, so what it allows travels in a signed cookie.
"""

import time

from bottle import HTTPResponse

from helpdesk import secrets
from helpdesk.web.call import Call

COOKIE = "hd_links"
LASTS = 30 * 86_400  # seconds
MOST = 30  # tickets in the cookie
_PURPOSE = "ticket grant"


def tickets(call: Call) -> list[int]:
    """The ids of the tickets that this browser has shown it may see."""
    return [*call.session.tickets, *_by_links(call)]


def grant(call: Call, response: HTTPResponse, ticket: int) -> None:
    """Let this browser see a ticket from now on, by a cookie of the answer."""
    known = [number for number in _by_links(call) if number != ticket]
    told = f"{'.'.join(map(str, [*known, ticket][-MOST:]))}-{int(time.time()) + LASTS}"
    response.set_cookie(
        COOKIE,
        f"{told}-{secrets.signature(_PURPOSE, told)}",
        path=(call.base or "") + "/",
        maxage=LASTS,
        httponly=True,
        samesite="lax",
        secure=call.is_https,
    )


def _by_links(call: Call) -> list[int]:
    numbers, _dash, rest = call.cookies.get(COOKIE, "")[:1000].partition("-")
    ends, _dash, given = rest.partition("-")
    if not (numbers and secrets.is_signed(_PURPOSE, f"{numbers}-{ends}", given)):
        return []
    return [int(number) for number in numbers.split(".")] if int(ends) > time.time() else []
