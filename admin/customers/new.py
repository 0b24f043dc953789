"""A new customer."""

from bottle import HTTPResponse
from helpdesk.admin.customers import forms
from helpdesk.admin.section import section

from helpdesk import customers
from helpdesk.web.call import Call


@section.get("/customers/new", access="customers.manage")
def show(call: Call) -> HTTPResponse:
    """The form; a link may bring the name of an organisation."""
    call.form.values.setdefault("organisation", [call.query.get("organisation", "")])
    return call.page("admin/customers/new.html", **forms.choices())


@section.post("/customers/new", access="customers.manage", on_invalid=show)
def add(call: Call) -> HTTPResponse:
    """Make them, and show the card."""
    actor, email = call.member.actor(), call.form.value("email")
    try:
        customer = customers.add(actor=actor, email=email, **forms.details(call))
    except customers.Taken as taken:
        raise forms.with_link(call, taken) from taken
    return call.redirect(f"/admin/customers/{customer.id}?done=customer-new")
