"""Changing what a ticket is about, where it is read."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.tickets import parts

from helpdesk import categories, priorities, tickets
from helpdesk.web.call import Call


@section.post("/tickets/<number:int>/priority", access="tickets.change", on_invalid=parts.again)
def priority(call: Call, number: int) -> HTTPResponse:
    """How pressing it is."""
    ticket = tickets.ticket_for_staff(call.member, number)
    chosen = priorities.by_id(call.form.value("priority"))
    changed = tickets.set_priority(ticket, chosen, actor=call.member.actor())
    return parts.answer(call, ticket, "priority" if changed else "")


@section.post("/tickets/<number:int>/category", access="tickets.change", on_invalid=parts.again)
def category(call: Call, number: int) -> HTTPResponse:
    """What kind of matter it is; also one that the person doesn't see, who is told so."""
    ticket = tickets.ticket_for_staff(call.member, number)
    before = ticket.category_id
    chosen = categories.chosen(call.form.value("category"), categories.every()).row
    lost = tickets.set_category(ticket, chosen, actor=call.member.actor())
    moved = "category-unassigned" if lost else "category" if chosen.id != before else ""
    return parts.answer(call, ticket, moved)


@section.post("/tickets/<number:int>/subject", access="tickets.change", on_invalid=parts.again)
def subject(call: Call, number: int) -> HTTPResponse:
    """What it is called."""
    ticket = tickets.ticket_for_staff(call.member, number)
    changed = tickets.set_subject(ticket, call.form.value("subject"), actor=call.member.actor())
    return parts.answer(call, ticket, "subject" if changed else "")


@section.post("/tickets/<number:int>/customer", access="tickets.change", on_invalid=parts.again)
def customer(call: Call, number: int) -> HTTPResponse:
    """Whose request it is."""
    ticket = tickets.ticket_for_staff(call.member, number)
    changed = tickets.set_customer(ticket, call.form.value("customer"), actor=call.member.actor())
    return parts.answer(call, ticket, "customer" if changed else "")
