"""Errors as pages: what happened, what was kept, what to do, and a number to quote."""

import html
import json
import logging
import secrets
from dataclasses import dataclass, field
from typing import Any

from bottle import HTTPResponse

from helpdesk import errors, underway
from helpdesk.i18n import _
from helpdesk.web import forms
from helpdesk.web.access import SignInFirst
from helpdesk.web.call import Call

log = logging.getLogger("helpdesk.web")
RETRY_AFTER = 20  # seconds
KEPT_MOST = 8_000_000  # bytes of a body that is still read to give its text back


@dataclass
class Told:
    """What a person is told."""

    status: int
    title: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)
    way_in: tuple[str, str] | None = None  # for whoever runs the desk: where to, in which words


def answer(call: Call, error: BaseException) -> HTTPResponse:
    """The page for an error; the traceback goes to the log once."""
    if isinstance(error, errors.NotInstalled):
        return call.redirect("/install/")
    for_scripts = call.route.for_scripts
    if isinstance(error, SignInFirst) and call.route.method == "GET" and not for_scripts:
        return call.redirect(f"/admin/login?next={call.path}")
    told, reference = _told(error), f"{secrets.token_hex(2)}-{secrets.token_hex(1)}".upper()
    if isinstance(error, errors.Maintenance | errors.Underway | errors.UpdateNeeded):
        reference = ""  # there is nothing to look for
    elif told.status >= 500:
        log.error("%s %s %s", reference, call.route.method, call.path, exc_info=error)
    response = _as_json(told) if for_scripts else _page(call, told, reference)
    for name, value in told.headers.items():
        response.set_header(name, value)
    return response


def _told(error: BaseException) -> Told:
    message = getattr(error, "message", "")
    match error:
        case SignInFirst():
            return Told(
                401,
                _("Sign in again"),
                _("You were signed out meanwhile. Nothing was sent; what you wrote is below."),
            )
        case errors.NotFound():
            return Told(
                404,
                _("We can't find this page"),
                _("The link may be old, or part of it got lost in a mail. Your requests are safe."),
            )
        case errors.Forbidden():
            return Told(
                403,
                _("This isn't open to you"),
                message
                or _("Your role doesn't include this. Ask an administrator if you need it."),
            )
        case errors.TooMany():
            return Told(429, _("One moment"), message, {"Retry-After": str(error.retry_after)})
        case errors.Conflict():
            return Told(409, _("Somebody else was faster"), message)
        case errors.Invalid():
            return Told(422, _("This can't be taken as it is"), str(error))
        case forms.TooLarge():
            return Told(
                413,
                _("This is too much at once"),
                _("What you sent is larger than the server takes. Send fewer or smaller files."),
            )
        case (
            errors.Maintenance() | errors.Underway() | errors.UpdateNeeded() | errors.Unavailable()
        ):
            return _closed(error, message)
        case _:
            return Told(
                500,
                _("Something went wrong on our side"),
                _(
                    "Nothing you sent was stored. Try again; if it happens again, "
                    "tell us the number below."
                ),
            )


def _as_json(told: Told) -> HTTPResponse:
    body = json.dumps({"status": told.status, "title": told.title}, ensure_ascii=False)
    return HTTPResponse(body, told.status, {"Content-Type": "application/json"})


def _closed(error: BaseException, message: str) -> Told:
    """Nobody can be served now, and trying again later helps."""
    match error:
        case errors.Maintenance():
            return Told(
                503,
                _("We’ll be back soon"),
                message or _("We are working on this page. Your requests are safe."),
                {"Retry-After": "300"},
            )
        case errors.Underway(what=underway.RESTORE):
            text = _(
                "A backup is being brought back. This takes a few minutes; "
                "please come a little later."
            )
            return Told(
                503,
                _("The desk is being restored"),
                f"{text} {message}".rstrip(),
                {"Retry-After": "120"},
                ("/install/restore", _("See how far it is")),
            )
        case errors.Underway() | errors.UpdateNeeded():
            return Told(
                503,
                _("The desk is being updated"),
                _("This takes a few minutes. Your requests are safe; come back a little later."),
                {"Retry-After": "120"},
                ("/install/update", _("Go to the update")),
            )
        case _:
            return Told(
                503,
                _("The desk can't answer right now"),
                message + " " + _("Try again in a minute."),
                {"Retry-After": str(RETRY_AFTER)},
            )


def _page(call: Call, told: Told, reference: str) -> HTTPResponse:
    try:
        is_shut = not reference
        return call.page(
            "error.html",
            code=told.status,
            status=told.status,
            title=told.title,
            text=told.text,
            reference=reference,
            actions=_ways_in(call, told) if is_shut else _actions(call, told),
            kept=[(_label(name), value) for name, value in _typed(call)],
            section="shut" if is_shut else _section(call),
        )
    except Exception:
        log.exception("%s the error page itself failed", reference)
        body = (
            f"<!doctype html><title>{html.escape(told.title)}</title>"
            f"<h1>{html.escape(told.title)}</h1><p>{html.escape(told.text)}</p>"
            f"<p>{reference}</p>"
        )
        return HTTPResponse(body, told.status, {"Content-Type": "text/html; charset=utf-8"})


def _ways_in(call: Call, told: Told) -> list[tuple[str, str]]:
    """What whoever runs the desk can do about its being shut."""
    if told.way_in and _section(call) == "panel":
        path, label = told.way_in
        return [(call.url(path), label)]
    return []


def _actions(call: Call, told: Told) -> list[tuple[str, str]]:
    if told.status == 401:
        return [(call.url("/admin/login"), _("Sign in"))]
    if _section(call) == "panel":
        return [(call.url("/admin/tickets"), _("Go to the tickets"))]
    if _section(call) == "install":
        return [(call.url("/install/"), _("Back to the set-up"))]
    return [(call.url("/"), _("Go to the start")), (call.url("/ticket"), _("Find my request"))]


def _section(call: Call) -> str:
    if call.path.startswith("/admin"):
        return "panel"
    return "install" if call.path.startswith("/install") else "portal"


def _typed(call: Call) -> list[tuple[str, str]]:
    if call.route.method == "POST" and not call.form.values:
        try:
            length = int(call.environ.get("CONTENT_LENGTH") or 0)
            if 0 < length <= KEPT_MOST:
                call.form = forms.read(call.environ)
        except Exception:
            log.info("the body of a refused request can't be read", exc_info=True)
    return call.form.typed()


def _label(name: str) -> str:
    labels: dict[str, Any] = {"subject": _("Subject"), "message": _("Message")}
    return str(labels[name])
