"""What a change of a property answers: the page again, or only those parts of it that show them."""

from typing import Any

from bottle import HTTPResponse

from helpdesk import categories, priorities, statuses, tickets
from helpdesk.i18n import N_, _
from helpdesk.labels import Label
from helpdesk.schema import Ticket
from helpdesk.tickets import crew
from helpdesk.web.call import Call

WAYS = {
    "portal": N_("Form"),
    "web": N_("Form"),
    "mail": N_("Mail"),
    "email": N_("Mail"),
    "phone": N_("Phone"),
    "walk-in": N_("In person"),
    "chat": N_("Chat"),
    "panel": N_("Staff"),
    "staff": N_("Staff"),
    "api": N_("API"),
    "import": N_("Import"),
}


def wants_parts(call: Call) -> bool:
    """Whether the page's own script asks, which redraws only what has changed."""
    return str(call.environ.get("HTTP_HD_PARTS", "")) == "1"


def context(call: Call, ticket: Ticket) -> dict[str, Any]:
    """What head and side panel show; only the customer's other tickets are asked for anew."""
    member, is_there = call.member, ticket.deleted is None
    may_assign = is_there and member.can("tickets.assign")
    collaborators = tickets.collaborators(ticket)
    owners = _owners(ticket)
    there = {ticket.owner_id, *(person.id for person in collaborators)}
    addable = [person for person in owners if person.id not in there] if may_assign else []
    return {
        "ticket": tickets.shown(ticket),
        "statuses": [
            {"id": label.id, "name": label.name, "meaning": label.row.meaning}
            for label in _choices(statuses.every(), ticket.status_id)
        ],
        "status_id": ticket.status_id,
        "priorities": _choices(priorities.every(), ticket.priority_id),
        "priority_id": ticket.priority_id,
        "categories": _choices(categories.every(), ticket.category_id),
        "category_id": ticket.category_id,
        "owners": owners,
        "teams": crew.groups(),
        "collaborators": collaborators,
        "addable": addable,
        "can_add": may_assign and bool(addable or call.form.error("collaborator")),
        "myself": member.id if is_there else 0,
        "others": tickets.others(member, ticket.id, ticket.customer_id),
        "came_by": _(WAYS[ticket.channel]) if ticket.channel in WAYS else "",
        "can_set_status": is_there and member.can("tickets.status"),
        "can_change": is_there and member.can("tickets.change"),
        "can_assign": may_assign,
        "can_trash": tickets.can_trash(member),
        "can_restore": member.can("tickets.trash"),
    }


def answer(call: Call, ticket: Ticket, done: str = "") -> HTTPResponse:
    """After a change: the parts, or the page with a word about it. Who doesn't see the ticket any
    more is led to the list."""
    if not tickets.sees(call.member, ticket):
        return call.redirect("/admin/tickets?done=out-of-sight")
    if wants_parts(call):
        fresh = tickets.ticket_wherever(call.member, ticket.id)
        return call.page("admin/tickets/parts.html", said=done, **context(call, fresh))
    return call.redirect(f"/admin/tickets/{ticket.id}{'?done=' + done if done else ''}")


def again(call: Call, number: int) -> HTTPResponse:
    """The parts, or the page, with what is wrong beside its field."""
    from helpdesk.admin.tickets.show import show

    if not wants_parts(call):
        return show(call, number)
    ticket = tickets.ticket_for_staff(call.member, number)
    return call.page("admin/tickets/parts.html", said="", **context(call, ticket))


def _choices(every: list[Label], now: int) -> list[Label]:
    return [
        label for label in every if label.id == now or not getattr(label.row, "is_retired", False)
    ]


def _owners(ticket: Ticket) -> list[crew.Person]:
    found = crew.able(ticket.category_id)
    if ticket.owner_id and ticket.owner_id not in [person.id for person in found]:
        found += [person for person in crew.everybody() if person.id == ticket.owner_id]
    return found
