"""The page of an organisation: its people, and what they asked."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.customers.list import lines
from helpdesk.admin.section import section

from helpdesk import customers, organisations, tickets
from helpdesk.web.call import Call


@section.get("/organisations/<number:int>", access="customers.view")
def show(call: Call, number: int) -> HTTPResponse:
    """Its people, or with `?show=tickets` what they asked."""
    row = organisations.one(number)
    after, of_tickets = call.query.get("after", ""), call.query.get("show", "") == "tickets"
    here = f"/admin/organisations/{number}" + ("?show=tickets" if of_tickets else "")
    for name in ("name", "note"):
        call.form.values.setdefault(name, [getattr(row, name)])
    if of_tickets:
        asked = tickets.of_organisation(call.member, number, after=after)
        shown: dict[str, Any] = {"rows": asked.rows, "people": []}
        next_key = asked.next_key
    else:
        page = customers.page_of(organisation=number, after=after)
        known = tickets.known(call.member, [person.id for person in page.rows])
        shown, next_key = {"rows": [], "people": lines(page.rows, known)}, page.next_key
    further = f"{here}{'&' if of_tickets else '?'}after={next_key}"
    return call.page(
        "admin/organisations/show.html",
        organisation=row,
        of_tickets=of_tickets,
        next_url=call.url(further) if next_key else "",
        first_url=call.url(here) if after else "",
        **shown,
    )


@section.post("/organisations/<number:int>", access="customers.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store another name or note."""
    form = call.form
    organisations.change(
        number, name=form.value("name"), note=form.value("note"), actor=call.member.actor()
    )
    return call.redirect(f"/admin/organisations/{number}?done=organisation")
