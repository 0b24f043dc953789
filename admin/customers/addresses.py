"""Addresses of a customer: one more, one less, the one that mails go to."""

from bottle import HTTPResponse
from helpdesk.admin.customers import forms
from helpdesk.admin.customers.show import show
from helpdesk.admin.section import section

from helpdesk import customers
from helpdesk.web.call import Call

_HERE = "/customers/<number:int>/addresses"


def card(call: Call, number: int, address: int = 0) -> HTTPResponse:
    """The card, with what is wrong."""
    return show(call, number)


@section.get(_HERE, access="customers.view")
def back(call: Call, number: int) -> HTTPResponse:
    """A form that came back stands at this address: reloading it leads to the card."""
    return call.redirect(f"/admin/customers/{number}")


@section.post(_HERE, access="customers.manage", on_invalid=card)
def add(call: Call, number: int) -> HTTPResponse:
    """One more."""
    customers.one(number)
    try:
        customers.add_address(number, call.form.value("email"), actor=call.member.actor())
    except customers.Taken as taken:
        raise forms.with_link(call, taken) from taken
    return call.redirect(f"/admin/customers/{number}?done=address-new")


@section.get(_HERE + "/<address:int>/remove", access="customers.view")
def back_from_one(call: Call, number: int, address: int) -> HTTPResponse:
    """The same for the address of a form that could not be taken."""
    return call.redirect(f"/admin/customers/{number}")


@section.post(_HERE + "/<address:int>/remove", access="customers.manage", on_invalid=card)
def remove(call: Call, number: int, address: int) -> HTTPResponse:
    """One less."""
    customers.remove_address(number, address, actor=call.member.actor())
    return call.redirect(f"/admin/customers/{number}?done=address-gone")


@section.post(_HERE + "/<address:int>/first", access="customers.manage")
def first(call: Call, number: int, address: int) -> HTTPResponse:
    """Mails go to this one from now on."""
    customers.make_first(number, address, actor=call.member.actor())
    return call.redirect(f"/admin/customers/{number}?done=address-first")
