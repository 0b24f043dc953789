"""The card of a customer: who it is, and all that they asked."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.customers import forms
from helpdesk.admin.section import section

from helpdesk import customers, i18n, organisations, tickets
from helpdesk.schema import Customer
from helpdesk.web.call import Call


@section.get("/customers/<number:int>", access="customers.view")
def show(call: Call, number: int) -> HTTPResponse:
    """Contact data beside the tickets in sight, last message first."""
    customer = customers.one(number)
    here, after = f"/admin/customers/{number}", call.query.get("after", "")
    only_open = call.query.get("show", "") == "open"
    page = tickets.of_customer(call.member, number, after=after, open_only=only_open)
    kept = "show=open&" if only_open else ""
    return call.page(
        "admin/customers/show.html",
        customer=customer,
        rows=page.rows,
        only_open=only_open,
        next_url=call.url(f"{here}?{kept}after={page.next_key}") if page.next_key else "",
        first_url=call.url(here + ("?show=open" if only_open else "")) if after else "",
        known=tickets.known(call.member, [number]).get(number),
        total=tickets.count_of_customer(call.member, number),
        **_contact(call, customer),
    )


@section.post("/customers/<number:int>", access="customers.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store what was changed on the card."""
    customers.change(number, actor=call.member.actor(), **forms.details(call))
    return call.redirect(f"/admin/customers/{number}?done=customer")


def _contact(call: Call, customer: Customer) -> dict[str, Any]:
    """What stands at the side; the form is filled in with it unless it came back."""
    named = organisations.name_of(customer.organisation_id)
    own = customer.language
    found: dict[str, Any] = {
        "addresses": customers.addresses(customer.id),
        "organisation": named,
        "language": i18n.NAMES.get(own, own),
    }
    if not call.member.can("customers.manage"):
        return found
    for name in forms.DETAILS:
        value = named if name == "organisation" else getattr(customer, name)
        call.form.values.setdefault(name, [value])
    return found | forms.choices()
