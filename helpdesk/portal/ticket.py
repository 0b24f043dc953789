"""A request as its customer sees it."""

from typing import Any

from bottle import HTTPResponse

from helpdesk import attachments, numbers, pulse, settings, tickets
from helpdesk.portal.section import section
from helpdesk.portal.visiting import Visit, by_link, visit
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC, Throttle
from helpdesk.web.ticket_pages import entries, said

HOUR = 3600


@section.get("/ticket/<track>", access=PUBLIC)
def show(call: Call, track: str) -> HTTPResponse:
    """The conversation, and where it stands; with `?key=` as a mail's link has it, with
    `?earlier=POSITION` also what was said before."""
    if "key" in call.query:
        return by_link(call, track)
    here = visit(call, track)
    ticket = here.ticket
    told = _conversation(call, here)
    whole = None if told["since"] else said(told["thread"])
    return call.page(
        "portal/ticket.html",
        cursor=pulse.ticket_cursor(ticket, for_customer=True, said=whole),
        **told,
        stages=tickets.stages(ticket),
        limits=attachments.limits(),
        can_reply=tickets.can_reply(ticket),
        can_resolve=here.follower is None and tickets.can_resolve(ticket),
        can_reopen=here.follower is None and tickets.can_reopen(ticket),
        can_add=here.follower is None and settings.get("portal.followers"),
    )


@section.get("/ticket/<track>/print", access=PUBLIC)
def on_paper(call: Call, track: str) -> HTTPResponse:
    """All of the conversation, for the printer."""
    here = visit(call, track)
    return call.page("portal/print.html", **_conversation(call, here, whole=True))


@section.get("/ticket/<track>/reply", access=PUBLIC)
def back(call: Call, track: str) -> HTTPResponse:
    """A reply that came back stands at this address: reloading it, or another language, leads to
    the request."""
    return call.redirect(f"/ticket/{track}#reply")


@section.post(
    "/ticket/<track>/reply",
    access=PUBLIC,
    on_invalid=show,
    throttle=Throttle("submit", "security.requests_per_hour", HOUR),
    takes_files=True,
)
def reply(call: Call, track: str) -> HTTPResponse:
    """Take the reply of the customer or a follower."""
    here = visit(call, track)
    actor, author = here.speaker()
    message = tickets.reply(
        here.ticket, actor=actor, author=author, text=call.form.value("message"), files=call.files
    )
    return call.redirect(f"/ticket/{here.ticket.tracking_id}#entry-{message.position}")


def _conversation(call: Call, here: Visit, *, whole: bool = False) -> dict[str, Any]:
    """What the page and its printed form have in common."""
    ticket = here.ticket
    before = numbers.whole(call.query.get("earlier", ""))
    since = 0 if whole else tickets.begins(ticket, before=before)
    people = tickets.followers(ticket)
    return {
        "ticket": tickets.shown(ticket),
        "thread": entries(
            call, ticket, for_customer=True, since=since, viewer=here.viewer, followers=people
        ),
        "since": since,
        "follower": here.follower,
        "followers": people,
    }
