"""The form that a request is sent with, and the page that says thank you."""

from urllib.parse import urlencode

from bottle import HTTPResponse

from helpdesk import attachments, categories, priorities, settings, tickets, typos
from helpdesk.labels import Label
from helpdesk.portal.prefill import FIELDS, prefill
from helpdesk.portal.section import section
from helpdesk.portal.visiting import visit
from helpdesk.schema import Ticket
from helpdesk.web import guard
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC

HANDFUL = 6  # categories among which one finds one's own without a page of their own


@section.get("/submit", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """The form, empty or with what was typed; with many categories, first which one."""
    offered = categories.public()
    if len(offered) > HANDFUL and call.route.method == "GET" and "category" not in call.query:
        return _choice(call, offered)
    prefill(call)
    return call.page(
        "portal/submit.html",
        categories=offered,
        priorities=priorities.public(),
        limits=attachments.limits(),
        guard=guard.shown(call),
        preamble=_paragraphs(settings.get("portal.preamble")),
        meant=typos.meant(call.form.value("email")),
        domains=typos.KNOWN,
        real_domains=sorted(typos.REAL),
    )


@section.post("/submit", access=PUBLIC, on_invalid=show, throttle=guard.count, takes_files=True)
def send(call: Call) -> HTTPResponse:
    """Take a request and let this browser see it."""
    form = call.form
    again = tickets.sent_before(
        [] if call.files else call.session.tickets,
        email=form.value("email"),
        subject=form.value("subject"),
        text=form.value("message"),
    )
    if again is not None:
        return call.redirect(f"/ticket/{again.tracking_id}/received")
    guard.check(call)
    ticket = _submitted(call)
    call.session.grant(ticket.id)
    return call.redirect(f"/ticket/{ticket.tracking_id}/received")


@section.get("/ticket/<track>/received", access=PUBLIC)
def received(call: Call, track: str) -> HTTPResponse:
    """Thank you, with the tracking ID."""
    ticket = visit(call, track).ticket
    return call.page("portal/received.html", ticket=tickets.shown(ticket))


def _submitted(call: Call) -> Ticket:
    form = call.form
    return tickets.submit(
        actor=call.guest(),
        name=form.value("name"),
        email=form.value("email"),
        subject=form.value("subject"),
        text=form.value("message"),
        category=form.value("category"),
        priority=form.value("priority"),
        files=call.files,
        open_limit=settings.get("portal.open_limit"),
    )


def _choice(call: Call, offered: list[Label]) -> HTTPResponse:
    """A page to choose the category on; what the address fills in comes along."""
    told = {name: call.query[name] for name in FIELDS if name in call.query}
    more = "&" + urlencode(told) if told else ""
    return call.page("portal/categories.html", categories=offered, more=more)


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each with its lines."""
    return [part.split("\n") for part in text.strip().split("\n\n") if part.strip()]
