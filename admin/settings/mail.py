"""Trying the mail server out, with what is typed and not yet saved. Nothing is stored."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.settings import sent
from helpdesk.admin.settings.show import one, page, show

from helpdesk import mail, settings, throttle
from helpdesk.mail import Outcome
from helpdesk.web.call import Call

AT = "/admin/settings/mail"
TRIES, HOUR = 60, 3600


def show_mail(call: Call) -> HTTPResponse:
    """The page of the mails."""
    return show(call, "mail")


def count(call: Call) -> None:
    """Count a try, per person: each holds a place of the server for up to ten seconds."""
    throttle.hit("mail trial", str(call.member.id), TRIES, HOUR)


@section.get("/settings/mail/test", access="settings.change")
@section.get("/settings/mail/send", access="settings.change")
def back(call: Call) -> HTTPResponse:
    """A form that came back stands at this address: reloading it leads to the page."""
    return call.redirect(AT)


@section.post(
    "/settings/mail/test",
    access="settings.change",
    on_invalid=show_mail,
    throttle=count,
    once=False,
    transaction=False,
)
def test(call: Call) -> HTTPResponse:
    """Name, connection, encryption, log-in, sender; sends nothing."""
    return _told(call, mail.test_connection(_values(call)))


@section.post(
    "/settings/mail/send",
    access="settings.change",
    on_invalid=show_mail,
    throttle=count,
    once=False,
    transaction=False,
)
def send(call: Call) -> HTTPResponse:
    """A test mail to oneself, at once."""
    return _told(call, mail.send_mail(call.member.email, _values(call)))


def _values(call: Call) -> dict[str, Any]:
    """What stands in the fields, checked; raises Invalid beside them."""
    typed = sent.read(call)
    mine = {key: value for key, value in typed.values.items() if key.startswith("mail.")}
    return settings.parsed(mine)


def _told(call: Call, outcome: Outcome) -> HTTPResponse:
    if "application/json" in call.environ.get("HTTP_ACCEPT", ""):
        told = {"works": outcome.works, "words": outcome.words, "field": outcome.field}
        return HTTPResponse(told, 200, {"Cache-Control": "no-store"})
    sent.keep(call, sent.read(call))
    results = {outcome.field: outcome.words} if outcome.field else {}
    return page(call, [one("mail")], at=AT, group="mail", results=results, outcome=outcome)
