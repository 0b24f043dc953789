"""Addresses that lead nowhere: the same page in the look of the desk."""

from bottle import HTTPResponse

from helpdesk.errors import NotFound
from helpdesk.portal.section import section
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


@section.get("<path:path>", access=PUBLIC)
def missing(call: Call, path: str) -> HTTPResponse:
    """Not found; an address with a slash too many is put right."""
    if path.endswith("/") and len(path) > 1 and not path.startswith("//"):
        return call.redirect(path.rstrip("/"))
    raise NotFound


@section.post("<path:path>", access=PUBLIC, once=False)
def missing_action(call: Call, path: str) -> HTTPResponse:
    """Not found either."""
    raise NotFound
