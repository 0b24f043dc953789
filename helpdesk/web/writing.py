"""What a POST goes through: form, CSRF, only once, throttle, files, transaction, handler."""

from typing import Any

from bottle import HTTPResponse

from helpdesk import db, settings, throttle
from helpdesk.errors import Invalid, TooMany
from helpdesk.i18n import _
from helpdesk.web import csrf, forms, once, sessions, uploads
from helpdesk.web.call import Call
from helpdesk.web.cookies import SESSION
from helpdesk.web.routes import Handler, Throttle


class _RolledBack(Exception):
    """Carries an error page out of the transaction that it undoes."""

    def __init__(self, response: HTTPResponse) -> None:
        super().__init__()
        self.response = response


def written(call: Call, arguments: Any) -> HTTPResponse:
    """Act, and answer with where it led; or show the form again with what is wrong."""
    key = ""
    try:
        _read_form(call)
        number = call.token.number if call.token else ""
        key = call.form.fingerprint(f"{number} {call.path}")  # forms of a page share its token
        if call.route.once and (first := once.result(key)):
            return _led_to(call, first)
        _prepare(call)
        if not call.route.transaction:
            return _handled(call, arguments)
        return _in_transaction(call, arguments, key)
    except Invalid as wrong:
        call.session = sessions.load(call.cookies.get(SESSION, ""))
        if key and call.route.once and (first := once.result(key)):
            return _led_to(call, first)  # its twin was a moment faster, and used up what it needs
        return _shown_again(call, arguments, wrong.errors, 422)
    except TooMany as limit:
        if call.route.on_invalid is None:
            raise
        response = _shown_again(call, arguments, {"": limit.message}, 429)
        response.set_header("Retry-After", str(limit.retry_after))
        return response


def without_database(call: Call, arguments: Any) -> HTTPResponse:
    """The same for the wizard, which has no tables yet."""
    try:
        _read_form(call)
        return run(call.route.handler, call, arguments)
    except Invalid as wrong:
        return _shown_again(call, arguments, wrong.errors, 422)


def run(handler: Handler, call: Call, arguments: Any) -> HTTPResponse:
    """Run a handler. Bottle's `redirect` and `abort` raise their answer: it is caught here, inside
    the transaction, so that a redirect doesn't roll back what it announces."""
    try:
        result = handler(call, **arguments)
    except HTTPResponse as raised:
        result = raised
    return result if isinstance(result, HTTPResponse) else HTTPResponse(result)


def _read_form(call: Call) -> None:
    if not call.form.values:
        call.form = forms.read(call.environ)
    call.form.errors = {}
    call.token = csrf.read(call.secret_key, call.binding, call.form.value("csrf"))
    if call.token is None:
        words = _(
            "This page was open for a long time, so nothing was sent yet. "
            "Your text is still here: send it again."
        )
        raise Invalid({"": words})


def _prepare(call: Call) -> None:
    """What comes before the transaction, once, also when that is run again: the try is counted
    even if it is refused, and files are on the disk before anybody has to wait for our locks.

    Each is noted when it is done: counting may meet a deadlock too, and the files must not be
    forgotten when all of it is run again.
    """
    if not call.counted:
        _count(call)
        call.counted = True
    if call.route.takes_files and not call.files_taken:
        uploads.take(call)
        call.files_taken = True


def _count(call: Call) -> None:
    limit = call.route.throttle
    if isinstance(limit, Throttle):
        throttle.hit(limit.what, call.network, settings.get(limit.setting), limit.seconds)
    elif limit is not None:
        limit(call)


def _in_transaction(call: Call, arguments: Any, key: str) -> HTTPResponse:
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
    """Run the handler also when a file is wrong, so that all that is wrong is told at once."""
    try:
        response = run(call.route.handler, call, arguments)
    except Invalid as wrong:
        raise Invalid(wrong.errors | call.wrong_files) from wrong
    if call.wrong_files:
        raise Invalid(call.wrong_files)
    return response


def _shown_again(call: Call, arguments: Any, wrong: dict[str, str], status: int) -> HTTPResponse:
    """The form once more; one that leads elsewhere meanwhile does so here too."""
    call.form.errors = wrong
    if call.route.on_invalid is None:
        raise Invalid(wrong)
    if not call.kept_files and call.form.all("kept"):
        call.kept_files = uploads.kept_again(call)
    response = run(call.route.on_invalid, call, arguments)
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
