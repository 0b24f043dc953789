"""What is being typed, saved by the page itself and asked for by another device."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import drafts, tickets
from helpdesk.drafts import Typed
from helpdesk.errors import Forbidden
from helpdesk.numbers import whole
from helpdesk.web import uploads
from helpdesk.web.call import Call


@section.get("/tickets/<number:int>/draft", access="tickets.view")
def show(call: Call, number: int) -> HTTPResponse:
    """The draft as it stands on the server."""
    ticket = tickets.number_for_staff(call.member, number)
    found = drafts.of(call.member.id, ticket, _kind(call, call.query.get("kind", "")))
    return call.json(
        version=found.version, device=found.device, message=found.text, message_html=found.html
    )


@section.post("/tickets/<number:int>/draft", access="tickets.view", once=False)
def save(call: Call, number: int) -> HTTPResponse:
    """Store it; says which version it is now, and whether another device has saved meanwhile."""
    ticket = tickets.number_for_staff(call.member, number)
    form = call.form
    typed = Typed(
        form.value("message"),
        form.value("message_html"),
        uploads.kept(call),
        whole(form.value("version")),
        form.value("device"),
    )
    saved = drafts.save(
        call.member.id,
        ticket,
        _kind(call, form.value("kind")),
        typed=typed,
        based_on=whole(form.value("seen")),
    )
    return call.json(version=saved.version, elsewhere=saved.elsewhere)


def _kind(call: Call, typed: str) -> str:
    kind = typed if typed in drafts.KINDS else drafts.REPLY
    if not call.member.can(f"tickets.{kind}"):
        raise Forbidden
    return kind
