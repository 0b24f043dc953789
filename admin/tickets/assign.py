"""Giving tickets to people and teams."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import parts

from helpdesk import numbers, tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call


@section.post("/tickets/<number:int>/take", access="tickets.assign", on_invalid=parts.again)
def take(call: Call, number: int) -> HTTPResponse:
    """Make it one's own."""
    ticket = tickets.ticket_for_staff(call.member, number)
    taken = tickets.take(ticket, call.member)
    return parts.answer(call, ticket, "taken" if taken else "")


@section.post("/tickets/<number:int>/owner", access="tickets.assign", on_invalid=parts.again)
def owner(call: Call, number: int) -> HTTPResponse:
    """Give it to a person, or to nobody."""
    ticket = tickets.ticket_for_staff(call.member, number)
    chosen = _number(call, "owner")
    changed = tickets.assign(ticket, actor=call.member.actor(), owner=chosen)
    return parts.answer(call, ticket, "owner" if changed else "")


@section.post("/tickets/<number:int>/team", access="tickets.assign", on_invalid=parts.again)
def team(call: Call, number: int) -> HTTPResponse:
    """Give it to a team, or take it from one."""
    ticket = tickets.ticket_for_staff(call.member, number)
    changed = tickets.assign(ticket, actor=call.member.actor(), team=_number(call, "team"))
    return parts.answer(call, ticket, "team" if changed else "")


@section.get("/tickets/<number:int>/assign", access="tickets.assign")
def form(call: Call, number: int) -> HTTPResponse:
    """To whom, and what they should know."""
    ticket = tickets.ticket_for_staff(call.member, number)
    return call.page(
        "admin/tickets/assign.html",
        owner_id=ticket.owner_id or "",
        can_note=call.member.can("tickets.note"),
        **parts.context(call, ticket),
    )


@section.post("/tickets/<number:int>/assign", access="tickets.assign", on_invalid=form)
def assign(call: Call, number: int) -> HTTPResponse:
    """Hand it over, with the note in the same press."""
    ticket = tickets.ticket_for_staff(call.member, number)
    may_note = call.member.can("tickets.note")
    changed = tickets.assign(
        ticket,
        actor=call.member.actor(),
        author=call.member.name,
        owner=_number(call, "owner"),
        team=_number(call, "team") if "team" in call.form.values else tickets.KEEP,
        note=call.form.value("message") if may_note else "",
    )
    return call.redirect(f"/admin/tickets/{number}{'?done=owner' if changed else ''}")


def _number(call: Call, field: str) -> int | None:
    """The id of who was chosen, None for nobody; raises Invalid."""
    value = call.form.value(field)
    if not value and field in call.form.values:
        return None
    if not numbers.is_id(value):
        raise Invalid({field: _("Choose from the list.")})
    return int(value)
