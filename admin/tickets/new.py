"""Opening a ticket for a customer."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import attachments, numbers, priorities, settings, tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.tickets import Opening, crew
from helpdesk.web.call import Call


@section.get("/tickets/new", access="tickets.create")
def form(call: Call) -> HTTPResponse:
    """The form."""
    opening = Opening(call.member, "")
    return call.page(
        "admin/tickets/new.html",
        channels=[{"id": key, "name": _(label)} for key, label in tickets.CHANNELS],
        categories=opening.categories,
        priorities=priorities.every(),
        people=_people(opening.categories),
        limits=attachments.limits(),
        email_required=settings.get("tickets.email_required"),
        may_assign=call.member.can("tickets.assign"),
        may_note=call.member.can("tickets.note"),
    )


@section.post("/tickets/new", access="tickets.create", on_invalid=form, takes_files=True)
def create(call: Call) -> HTTPResponse:
    """Store it, and go to it."""
    value = call.form.value
    opening = Opening(
        call.member,
        value("channel"),
        customer=_chosen(call, "customer"),
        owner=_chosen(call, "owner") if call.member.can("tickets.assign") else None,
        told=bool(value("told")),
    )
    ticket = tickets.open_for(
        opening,
        name=value("name"),
        email=value("email"),
        subject=value("subject"),
        text=value("message"),
        category=value("category"),
        priority=value("priority"),
        note=value("note") if call.member.can("tickets.note") else "",
        files=call.files,
    )
    return call.redirect(f"/admin/tickets/{ticket.id}?done=opened")


@section.get("/tickets/new/customers", access="tickets.create")
def suggest(call: Call) -> HTTPResponse:
    """Customers whose name or address begins with what was typed, as a list to choose from."""
    found = tickets.suggestions(call.query.get("q", ""))
    return call.page("admin/tickets/_suggested.html", found=found)


def _people(offered: list[Label]) -> list[crew.Person]:
    """Whoever sees at least one of the categories."""
    return [p for p in crew.everybody() if any(p.sees(label.id) for label in offered)]


def _chosen(call: Call, field: str) -> int | None:
    value = call.form.value(field)
    if not value:
        return None
    if not numbers.is_id(value):
        raise Invalid({field: _("Choose from the list.")})
    return int(value)
