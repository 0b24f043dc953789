"""Every request, in one order: installed and up to date? → connection → session → language → access
→ handler, for a POST by way of `writing` → headers → compression."""

import time
from typing import Any

from bottle import HTTPResponse
from bottle import request as bottle_request

from helpdesk import db, i18n, settings
from helpdesk.errors import Unavailable, Underway, UpdateNeeded
from helpdesk.web import access, compress, cookies, errors_page, headers, sessions, urls, writing
from helpdesk.web.call import Call
from helpdesk.web.cookies import GUEST, SESSION
from helpdesk.web.desk import Desk
from helpdesk.web.routes import OPEN, REPAIR, SETUP, Route

SLOW = 1.0  # seconds, from which on a request is noted for the status page


class Pipeline:
    """The one bottle plugin."""

    name, api = "pipeline", 2

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def apply(self, callback: Any, bottle_route: Any) -> Any:
        """Wrap a route's handler."""
        declared: Route = bottle_route.config["declared"]

        def run(**arguments: Any) -> HTTPResponse:
            return self.answer(declared, arguments, bottle_request.environ)

        return run

    def answer(self, route: Route, arguments: Any, environ: dict[str, Any]) -> HTTPResponse:
        """The complete answer to a request."""
        call = _call(route, environ)
        with i18n.speaking(access.first_language(call)):
            try:
                response = self._served(call, arguments)
            except Exception as error:
                response = errors_page.answer(call, error)
        took = time.monotonic() - call.began
        if took >= SLOW:
            from helpdesk.diagnostics import slow  # with all that the status page needs

            slow.note(self.desk.folder, f"{route.method} {route.path}", took)
        return _finished(call, response)

    def _served(self, call: Call, arguments: Any) -> HTTPResponse:
        if call.route.access in (OPEN, SETUP):
            if call.route.access == SETUP and self.desk.installed:
                return call.redirect("/install/")  # which says that it is shut
            call.secret_key = self.desk.set_up_key()
            return self._without_database(call, arguments)
        with self.desk.serving():
            return self._in_service(call, arguments)

    def _in_service(self, call: Call, arguments: Any) -> HTTPResponse:
        self._know(call)
        if call.route.access == REPAIR:
            return self._without_database(call, arguments)
        try:
            return self._with_tables(call, arguments)
        except (Underway, UpdateNeeded):
            if call.path in access.ALWAYS_OPEN:  # how the page looks that says so
                return writing.run(call.route.handler, call, arguments)
            raise

    def _know(self, call: Call) -> None:
        """Take over what the configuration says. Raises NotInstalled, Unavailable."""
        config = self.desk.open()
        call.desk = self.desk
        call.secret_key = config.secret_key
        call.resident = self.desk.resident
        call.base = urls.base(call.environ, config.base_path)
        call.address = urls.client(call.environ, config.trusted_proxies)
        call.is_https = urls.is_https(call.environ, config.trusted_proxies)

    def _with_tables(self, call: Call, arguments: Any) -> HTTPResponse:
        self.desk.check_underway()
        try:
            return self._connected(call, arguments)
        except Unavailable as error:
            # Whether the commit came about, nobody knows; the form's token does.
            harmless = call.route.method == "GET" or (call.route.once and call.route.transaction)
            if not (harmless and db.can_elsewhere(error.__cause__)):
                raise
        return self._connected(call, arguments)

    def _connected(self, call: Call, arguments: Any) -> HTTPResponse:
        with db.connection(keep=self.desk.resident):
            self.desk.check_tables()
            return db.retried(lambda: self._attempt(call, arguments))

    def _without_database(self, call: Call, arguments: Any) -> HTTPResponse:
        call.desk = self.desk
        call.binding = call.cookies[GUEST]
        if call.route.method == "GET":
            return writing.run(call.route.handler, call, arguments)
        return writing.without_database(call, arguments)

    def _attempt(self, call: Call, arguments: Any) -> HTTPResponse:
        beside = call.route.beside(call) if call.route.beside else None
        call.session = sessions.load(call.cookies.get(SESSION, ""), beside)
        call.binding = _binding(call)
        with i18n.speaking(access.language(call)):
            access.check(call)
            if call.route.method == "GET":
                return writing.run(call.route.handler, call, arguments)
            return writing.written(call, arguments)


def _call(route: Route, environ: dict[str, Any]) -> Call:
    call = Call(
        environ,
        route,
        urls.base(environ),
        "",
        "",
        urls.client(environ),
        is_https=urls.is_https(environ),
        query=urls.query(environ),
        cookies=cookies.read(environ),
    )
    cookies.know_guest(call)
    return call


def _binding(call: Call) -> str:
    """What form tokens are bound to: this browser, and who is signed in to it. The second half
    keeps a cookie that a neighbouring site planted from fitting a staff member's forms."""
    return f"{call.cookies[GUEST]}|{call.session.staff.id if call.session.staff else ''}"


def _finished(call: Call, response: HTTPResponse) -> HTTPResponse:
    found = {name: value for name, value in response.headerlist if name != "Set-Cookie"}
    body = response.body
    if body and isinstance(body, (str, bytes)):  # an empty one answers HEAD for a file
        found.pop("Content-Length", None)
    if isinstance(body, str):
        body = body.encode("utf-8")
    ours = call.path.startswith(("/admin", "/install"))
    frames = () if ours else settings.remembered("security.frames")
    is_private = ours or call.path.startswith("/ticket/")
    headers.complete(found, is_private=is_private, frames=frames)
    if isinstance(body, bytes):
        body = compress.compressed(body, call.environ, found)
    answer = HTTPResponse(body, response.status_code, found)
    for name, value in response.headerlist:
        if name == "Set-Cookie":  # what a handler has set itself
            answer.add_header(name, value)
    cookies.write(call, answer)
    return answer
