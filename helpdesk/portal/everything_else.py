"""Addresses that lead nowhere: the same page in the look of the desk."""

from bottle import HTTPResponse

from helpdesk.errors import NotFound
from helpdesk.portal.section import section
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC


def nothing(call: Call, path: str) -> HTTPResponse:
    """Not found, whatever was sent."""
    raise NotFound


@section.get("<path:path>", access=PUBLIC)
def missing(call: Call, path: str) -> HTTPResponse:
    """Not found; an address with a slash too many is put right."""
    if path.endswith("/") and len(path) > 1 and not path.startswith("//"):
        return call.redirect(path.rstrip("/"))
    raise NotFound


@section.post("<path:path>", access=PUBLIC, on_invalid=nothing, once=False)
def missing_action(call: Call, path: str) -> HTTPResponse:
    """Not found either."""
    raise NotFound


@section.other("<path:path>", access=PUBLIC, on_invalid=nothing)
def unknown_method(call: Call, path: str) -> HTTPResponse:
    """Methods that no page has: our own page in place of the library's."""
    raise NotFound
