"""Every request, in one order: installed and up to date? → connection → session → language → access
→ CSRF → throttle → transaction → handler → headers → compression."""

import random
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

import peewee
from bottle import HTTPResponse
from bottle import request as bottle_request

from helpdesk import db, i18n, security, throttle
from helpdesk import settings as desk_settings
from helpdesk.errors import Invalid, TooMany, Unavailable
from helpdesk.i18n import _
from helpdesk.web import access, compress, csrf, errors_page, forms, headers, once, sessions, urls
from helpdesk.web.call import Call
from helpdesk.web.desk import Desk
from helpdesk.web.routes import OPEN, SETUP, Route

TRIES = 5  # of a whole request that met a deadlock
SESSION, GUEST = "hd_session", "hd_guest"
MONTH = 30 * 86_400


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
        with i18n.speaking(access.language(call)):
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
        if call.route.once and (location := once.result(key)):
            return HTTPResponse("", 303, {"Location": location})
        try:
            with db.transaction():
                response = _handled(call, arguments)
                if response.status_code >= 400:
                    raise _RolledBack(response)
                call.session.prolong()
                if call.route.once and (location := response.get_header("Location")):
                    once.remember(key, location)
        except _RolledBack as undone:
            response = undone.response
            call.session.changed = False
        except once.Repeated:
            call.session = sessions.load(call.cookies.get(SESSION, ""))
            response = HTTPResponse("", 303, {"Location": once.result(key) or call.url("/")})
        return response


def _handled(call: Call, arguments: Any) -> HTTPResponse:
    """Run the handler. Bottle's `redirect` and `abort` raise their answer: it is caught here,
    inside the transaction, so that a redirect doesn't roll back what it announces."""
    try:
        result = call.route.handler(call, **arguments)
    except HTTPResponse as raised:
        result = raised
    return result if isinstance(result, HTTPResponse) else HTTPResponse(result)


def _shown_again(call: Call, arguments: Any, wrong: dict[str, str], status: int) -> HTTPResponse:
    call.form.errors = wrong
    if call.route.on_invalid is None:
        raise Invalid(wrong)
    response: HTTPResponse = call.route.on_invalid(call, **arguments)
    response.status = status
    return response


def _count(call: Call) -> None:
    limit = call.route.throttle
    assert limit is not None
    most = desk_settings.get(limit.setting)
    throttle.hit(limit.what, call.network, most, limit.seconds)


def _call(route: Route, environ: dict[str, Any]) -> Call:
    try:
        jar = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        cookies = {name: morsel.value for name, morsel in jar.items()}
    except CookieError:
        cookies = {}
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), max_num_fields=200, errors="replace"))
    call = Call(
        environ,
        route,
        urls.base(environ),
        "",
        "",
        urls.client(environ),
        is_https=urls.is_https(environ),
        query=query,
        cookies=cookies,
    )
    if not 20 <= len(cookies.get(GUEST, "")) <= 60:
        call.new_guest = cookies[GUEST] = security.token(18)
    return call


def _binding(call: Call) -> str:
    """What form tokens are bound to: this browser, and who is signed in to it. The second half
    keeps a cookie that a neighbouring site planted from fitting a staff member's forms."""
    return f"{call.cookies[GUEST]}|{call.session.staff.id if call.session.staff else ''}"


def _finished(call: Call, response: HTTPResponse) -> HTTPResponse:
    found = {name: value for name, value in response.headerlist if name != "Set-Cookie"}
    found.pop("Content-Length", None) if isinstance(response.body, (str, bytes)) else None
    body = response.body
    if isinstance(body, str):
        body = body.encode("utf-8")
    headers.complete(found, is_private=call.path.startswith(("/admin", "/ticket/", "/install")))
    if isinstance(body, bytes):
        body = compress.compressed(body, call.environ, found)
    answer = HTTPResponse(body, response.status_code, found)
    for name, value in response.headerlist:
        if name == "Set-Cookie":
            answer.add_header(name, value)
    _set_cookies(call, answer)
    return answer


def _set_cookies(call: Call, response: HTTPResponse) -> None:
    common = {
        "path": (call.base or "") + "/",
        "httponly": True,
        "samesite": "lax",
        "secure": call.is_https,
    }
    if call.token_given and call.new_guest:
        response.set_cookie(GUEST, call.new_guest, maxage=MONTH, **common)
    if call.session.changed and call.session.value:
        days = desk_settings.get("security.session_days")
        response.set_cookie(SESSION, call.session.value, maxage=days * 86_400, **common)
    elif call.session.changed:
        response.delete_cookie(SESSION, **common)
    if call.query.get("lang") in i18n.available():
        response.set_cookie("hd_lang", call.query["lang"], maxage=12 * MONTH, **common)
