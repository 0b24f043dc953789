"""Every request, in one order: installed and up to date? → connection → session → language → access
→ CSRF → throttle → transaction → handler → headers → compression."""

import random
import time
from typing import Any

import peewee
from bottle import HTTPResponse
from bottle import request as bottle_request

from helpdesk import db, i18n, throttle
from helpdesk import settings as desk_settings
from helpdesk.errors import Invalid, TooMany, Unavailable
from helpdesk.i18n import _
from helpdesk.web import (
    access,
    compress,
    cookies,
    csrf,
    errors_page,
    forms,
    headers,
    once,
    sessions,
    uploads,
    urls,
)
from helpdesk.web.call import Call
from helpdesk.web.cookies import GUEST, SESSION
from helpdesk.web.desk import Desk
from helpdesk.web.routes import OPEN, SETUP, Handler, Route, Throttle

TRIES = 5  # of a whole request that met a deadlock


class _RolledBack(Exception):
    """Carries an error page out of the transaction that it undoes."""

    def __init__(self, response: HTTPResponse) -> None:
        super().__init__()
        self.response = response


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
        return _finished(call, response)

    def _served(self, call: Call, arguments: Any) -> HTTPResponse:
        if call.route.access in (OPEN, SETUP):
            return self._without_database(call, arguments)
        config = self.desk.open()
        call.secret_key = config.secret_key
        call.base = urls.base(call.environ, config.base_path)
        call.address = urls.client(call.environ, config.trusted_proxies)
        call.is_https = urls.is_https(call.environ, config.trusted_proxies)
        with db.connection(keep=self.desk.resident):
            self.desk.check_tables()
            return self._with_retry(call, arguments)

    def _without_database(self, call: Call, arguments: Any) -> HTTPResponse:
        if call.route.access == SETUP and self.desk.installed:
            return call.redirect("/install/")  # which says that it is shut
        call.desk = self.desk
        call.secret_key = self.desk.set_up_key()
        call.binding = call.cookies[GUEST]
        if call.route.method == "GET":
            return _handled(call, arguments)
        try:
            self._read_form(call)
            return _handled(call, arguments)
        except Invalid as wrong:
            return _shown_again(call, arguments, wrong.errors, 422)

    def _with_retry(self, call: Call, arguments: Any) -> HTTPResponse:
        for attempt in range(TRIES):
            try:
                return self._attempt(call, arguments)
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
        raise Unavailable(_("Too many people are writing at once."))

    def _attempt(self, call: Call, arguments: Any) -> HTTPResponse:
        call.session = sessions.load(call.cookies.get(SESSION, ""))
        call.binding = _binding(call)
        with i18n.speaking(access.language(call)):
            access.check(call)
            if call.route.method == "GET":
                return _handled(call, arguments)
            return self._written(call, arguments)

    def _written(self, call: Call, arguments: Any) -> HTTPResponse:
        try:
            self._read_form(call)
            if call.route.throttle is not None:
                _count(call)
            return self._in_transaction(call, arguments)
        except Invalid as wrong:
            call.session = sessions.load(call.cookies.get(SESSION, ""))
            return _shown_again(call, arguments, wrong.errors, 422)
        except TooMany as limit:
            if call.route.on_invalid is None:
                raise
            response = _shown_again(call, arguments, {"": limit.message}, 429)
            response.set_header("Retry-After", str(limit.retry_after))
            return response

    def _read_form(self, call: Call) -> None:
        if not call.form.values:
            call.form = forms.read(call.environ)
        call.form.errors = {}
        call.token = csrf.read(call.secret_key, call.binding, call.form.value("csrf"))
        if call.token is None:
            raise Invalid(
                {
                    "": _(
                        "This page was open for a long time, so nothing was sent yet. "
                        "Your text is still here: send it again."
                    )
                }
            )

    def _in_transaction(self, call: Call, arguments: Any) -> HTTPResponse:
        key = call.form.fingerprint(call.token.number if call.token else "")
        if call.route.once and (first := once.result(key)):
            return _led_to(call, first)
        try:
            with db.transaction():
                response = _handled(call, arguments)
                if response.status_code >= 400:
                    raise _RolledBack(response)
                call.session.prolong()
                if call.route.once and (location := response.get_header("Location")):
                    once.remember(key, location, call.session.granted)
        except _RolledBack as undone:
            response = undone.response
            call.session.changed = False
        except once.Repeated:
            call.session = sessions.load(call.cookies.get(SESSION, ""))
            response = _led_to(call, once.result(key) or once.Result(call.url("/")))
        return response


def _handled(call: Call, arguments: Any) -> HTTPResponse:
    """Run the handler. Bottle's `redirect` and `abort` raise their answer: it is caught here,
    inside the transaction, so that a redirect doesn't roll back what it announces."""
    return _run(call.route.handler, call, arguments)


def _run(handler: Handler, call: Call, arguments: Any) -> HTTPResponse:
    try:
        result = handler(call, **arguments)
    except HTTPResponse as raised:
        result = raised
    return result if isinstance(result, HTTPResponse) else HTTPResponse(result)


def _shown_again(call: Call, arguments: Any, wrong: dict[str, str], status: int) -> HTTPResponse:
    """The form once more; one that leads elsewhere meanwhile does so here too."""
    call.form.errors = wrong
    if call.route.on_invalid is None:
        raise Invalid(wrong)
    if not call.kept_files and call.form.all("kept"):
        call.kept_files = uploads.kept_again(call)
    response = _run(call.route.on_invalid, call, arguments)
    if not 300 <= response.status_code < 400:
        response.status = status
    return response


def _led_to(call: Call, first: once.Result) -> HTTPResponse:
    """Where the first sending of this form led. Its answer, with the cookie in it, may never have
    reached the browser, so what it let the browser see is granted again."""
    missing = [ticket for ticket in first.tickets if ticket not in call.session.tickets]
    if missing:
        with db.transaction():
            for ticket in missing:
                call.session.grant(ticket)
    return HTTPResponse("", 303, {"Location": first.location})


def _count(call: Call) -> None:
    """In a transaction of its own, so that a refused try counts too."""
    limit = call.route.throttle
    if isinstance(limit, Throttle):
        most = desk_settings.get(limit.setting)
        throttle.hit(limit.what, call.network, most, limit.seconds)
    elif limit is not None:
        limit(call)


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
    headers.complete(found, is_private=call.path.startswith(("/admin", "/ticket/", "/install")))
    if isinstance(body, bytes):
        body = compress.compressed(body, call.environ, found)
    answer = HTTPResponse(body, response.status_code, found)
    for name, value in response.headerlist:
        if name == "Set-Cookie":  # what a handler has set itself
            answer.add_header(name, value)
    cookies.write(call, answer)
    return answer
