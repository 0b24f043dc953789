"""Cookies: read as leniently as browsers send them, written with every protection there is."""

from typing import TYPE_CHECKING, Any

from bottle import HTTPResponse

from helpdesk import i18n, security
from helpdesk.clock import now

if TYPE_CHECKING:
    from helpdesk.web.call import Call

SESSION, GUEST, LANGUAGE = "hd_session", "hd_guest", "hd_lang"
MONTH = 30 * 86_400


def read(environ: dict[str, Any]) -> dict[str, str]:
    """The cookies of a request. One of another program on the same host, however odd, doesn't
    hide ours; of two with one name the first counts: its path is the longer one (RFC 6265, 5.4)."""
    found: dict[str, str] = {}
    for part in str(environ.get("HTTP_COOKIE", "")).split(";"):
        name, sign, value = part.partition("=")
        if sign:
            found.setdefault(name.strip(), value.strip().strip('"'))
    return found


def know_guest(call: "Call") -> None:
    """Give a browser without one the value that form tokens are bound to."""
    if not 20 <= len(call.cookies.get(GUEST, "")) <= 60:
        call.new_guest = call.cookies[GUEST] = security.token(18)


def write(call: "Call", response: HTTPResponse) -> None:
    """Send what has changed."""
    common = {
        "path": (call.base or "") + "/",
        "httponly": True,
        "samesite": "lax",
        "secure": call.is_https,
    }
    if call.token_given and call.new_guest:
        response.set_cookie(GUEST, call.new_guest, maxage=MONTH, **common)
    if call.session.changed and call.session.value and call.session.expires:
        left = int((call.session.expires - now()).total_seconds())
        response.set_cookie(SESSION, call.session.value, maxage=left, **common)
    elif call.session.changed:
        response.delete_cookie(SESSION, **common)
    if call.query.get("lang") in i18n.available():
        response.set_cookie(LANGUAGE, call.query["lang"], maxage=12 * MONTH, **common)
