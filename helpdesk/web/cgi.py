"""One request by CGI, and FastCGI by flup: both let the visitor go before timed work begins."""

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.handlers import CGIHandler

from helpdesk.web.gateway import WSGI

LATE = "helpdesk.late"  # what waits in a FastCGI request's environment until its end


class Handler(CGIHandler):
    """The standard library's, which ends the answer before it calls `close` of the body.

    A server waits for the end of the program, some end it: so what is left is done by a child that
    the server doesn't know.
    """

    def close(self) -> None:
        """Hand the answer over for good, then let the body do its timed work."""
        if hasattr(self.__dict__.get("result"), "close"):
            _let_go()
        super().close()


def run_once(app: WSGI) -> None:
    """Answer the one request that stands in this process's environment."""
    # A client's header "Proxy" arrives under the name that libraries read their proxy from.
    os.environ.pop("HTTP_PROXY", None)
    Handler().run(app)
    _flush()


def serve(app: WSGI) -> None:
    """Answer requests by FastCGI until the server ends this process. Raises ImportError without
    flup."""
    from flup.server.fcgi import WSGIServer
    from flup.server.fcgi_base import Request

    class LateRequest(Request):
        """Calls `close` of the body when the server has the whole answer."""

        def run(self) -> None:
            super().run()
            for close in self.params.get(LATE, ()):
                close()
            if getattr(app, "is_outdated", False):
                server._exit()  # the server starts another process, with the new program

    server = WSGIServer(_closing_late(app), minSpare=1, maxSpare=2, maxThreads=4)
    server.request_class = LateRequest
    server.run()


def _closing_late(app: WSGI) -> WSGI:
    def run(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        body = app(environ, start_response)
        if hasattr(body, "close"):
            environ.setdefault(LATE, []).append(body.close)
        return iter(body)  # which has no `close`

    return run


def _let_go() -> None:
    """End the program as the server sees it, and go on without it."""
    _flush()
    try:
        is_known = hasattr(os, "fork") and os.fork() > 0
    except OSError:  # the host allows no further process: then the server waits a little
        is_known = False
    if is_known:
        os._exit(0)
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):
            os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _flush() -> None:
    """Whoever has hung up doesn't miss the rest, and nobody needs to be told."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
