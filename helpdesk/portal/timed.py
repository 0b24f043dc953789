"""The address that somebody else's clock calls, where a host has no cron."""

from bottle import HTTPResponse

from helpdesk import db, settings, throttle
from helpdesk.diagnostics import ways
from helpdesk.errors import NotFound
from helpdesk.portal.section import section
from helpdesk.web import urls
from helpdesk.web.call import Call
from helpdesk.web.routes import OPEN

SECONDS = 15.0  # such services wait half a minute at most
HOUR = 3600
LENGTH = 24  # signs of a key; a try of another length isn't worth counting
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@section.get("/cron", access=OPEN)
def cron(call: Call) -> HTTPResponse:
    """Do the timed work that is due; also while maintenance is on. Not for people: plain text."""
    with call.desk.serving() as config:
        call.desk.check_underway()
        with db.connection():
            call.desk.check_tables()
            _check(call.query.get("key", ""), urls.client(call.environ, config.trusted_proxies))
    return HTTPResponse(f"done: {call.desk.work(SECONDS)}\n", 200, PLAIN)


def _check(given: str, address: str) -> None:
    """Raise NotFound for a wrong key, TooMany for one more of them."""
    if ways.is_key(given):
        return
    if len(given) == LENGTH:
        most = settings.get("security.lookups_per_hour")
        throttle.hit("cron", urls.network(address), most, HOUR)
    raise NotFound
