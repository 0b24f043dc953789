"""What staff write down about customers."""

import zoneinfo
from typing import Any

from peewee import OperationalError

from helpdesk import db, events, i18n, organisations
from helpdesk.clock import now
from helpdesk.customers.finding import by_email
from helpdesk.customers.listing import one
from helpdesk.customers.naming import checked_email, normal_email, normal_name
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Customer, CustomerAddress, Ticket

NAME_MOST = 255
NOTE_MOST = 100_000
ADDRESSES_MOST = 50
_FIELDS = ("name", "organisation", "language", "timezone", "note")


class Taken(Invalid):
    """An address that is another customer's."""

    def __init__(self, customer: Customer) -> None:
        words = _("This address belongs to %(name)s.") % {"name": customer.name}
        super().__init__({"email": words})
        self.customer = customer


def add(*, actor: Actor, email: str = "", **details: str) -> Customer:
    """A new customer, with `details` as in `change`; raises Invalid."""
    errors: dict[str, str] = {}
    values = _collected(errors, details)
    address = _collected_address(errors, email) if email.strip() else ""
    if errors:
        raise Invalid(errors)
    customer: Customer = Customer.create(created=now(), **values)
    if address:
        _attach(customer, address, is_first=True)
    changes: dict[str, Any] = {name: ("", values[name]) for name in _FIELDS if values.get(name)}
    if address:
        changes["addresses"] = ([], [address])
    events.record(events.CUSTOMER_ADDED, actor, changes=changes, about=customer.id)
    return customer


def change(number: int, *, actor: Actor, **details: str) -> Customer:
    """Another `name`, `organisation` (as typed), `language`, `timezone` or `note`."""
    errors: dict[str, str] = {}
    values = _collected(errors, details)
    if errors:
        raise Invalid(errors)
    customer = _locked(number)
    before = {name: customer.__data__[name] for name in _FIELDS}
    Customer.update(**values).where(Customer.id == number).execute()
    after = {name: values.get(name, old) for name, old in before.items()}
    changes = {name: (old, after[name]) for name, old in before.items() if old != after[name]}
    if "organisation" in changes:
        # An organisation's page shows what its people asked, also before they belonged to it.
        Ticket.update(organisation=after["organisation"]).where(Ticket.customer == number).execute()
    if changes:
        events.record(events.CUSTOMER_CHANGED, actor, changes=changes, about=number)
    return one(number)


def add_address(number: int, email: str, *, actor: Actor) -> None:
    """One more address; raises Taken when it is another customer's, else Invalid."""
    errors: dict[str, str] = {}
    address = _collected_address(errors, email, number)
    if errors:
        raise Invalid(errors)
    customer = _locked(number)
    before = _present(number)
    if normal_email(address) in {row.email_normal for row in before}:
        raise Invalid({"email": _("This address is in the list already.")})
    if len(before) >= ADDRESSES_MOST:
        raise Invalid({"email": _("At most %(num)d addresses.") % {"num": ADDRESSES_MOST}})
    _attach(customer, address, is_first=not before)
    _record(number, actor, before)


def remove_address(number: int, address: int, *, actor: Actor) -> None:
    """Take an address away; the next one becomes the first. Raises Invalid for the only one."""
    _locked(number)
    before = _present(number)
    row = _among(before, address)
    if len(before) == 1:
        raise Invalid({"": _("This is the only address. Add another one before you remove it.")})
    CustomerAddress.delete().where(CustomerAddress.id == address).execute()
    if row.is_primary:
        first = next(other for other in before if other.id != address)
        CustomerAddress.update(is_primary=True).where(CustomerAddress.id == first.id).execute()
    _record(number, actor, before)


def make_first(number: int, address: int, *, actor: Actor) -> None:
    """Let mails go to this address."""
    _locked(number)
    before = _present(number)
    _among(before, address)
    theirs = CustomerAddress.customer == number
    CustomerAddress.update(is_primary=CustomerAddress.id == address).where(theirs).execute()
    _record(number, actor, before)


def _collected(errors: dict[str, str], details: dict[str, str]) -> dict[str, Any]:
    """The columns for what was typed; what is wrong goes into `errors`."""
    values: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        if name in details:
            try:
                values |= check(details[name])
            except Invalid as wrong:
                errors |= wrong.errors
    return values


def _name(typed: str) -> dict[str, Any]:
    name = " ".join(typed.split())
    if not name:
        raise Invalid({"name": _("Enter a name.")})
    if len(name) > NAME_MOST:
        raise Invalid({"name": _("At most %(num)d characters.") % {"num": NAME_MOST}})
    return {"name": name, "name_normal": normal_name(name)}


def _organisation(typed: str) -> dict[str, Any]:
    return {"organisation": organisations.by_name(typed) if typed.strip() else None}


def _language(chosen: str) -> dict[str, Any]:
    if chosen and chosen not in i18n.available():
        raise Invalid({"language": _("Choose one of the languages.")})
    return {"language": chosen}


def _timezone(typed: str) -> dict[str, Any]:
    if typed.strip() and typed.strip() not in zoneinfo.available_timezones():
        words = _("This time zone isn't known. An example: %(example)s.")
        raise Invalid({"timezone": words % {"example": "Europe/Madrid"}})
    return {"timezone": typed.strip()}


def _note(typed: str) -> dict[str, Any]:
    if len(typed) > NOTE_MOST:
        raise Invalid({"note": _("At most %(num)d characters.") % {"num": NOTE_MOST}})
    return {"note": typed.strip()}


_CHECKS = {
    "name": _name,
    "organisation": _organisation,
    "language": _language,
    "timezone": _timezone,
    "note": _note,
}


def _collected_address(errors: dict[str, str], email: str, own: int = 0) -> str:
    try:
        address = checked_email(email)
    except Invalid as wrong:
        errors |= wrong.errors
        return ""
    other = by_email(address)
    if other is not None and other.id != own:
        raise Taken(other)
    return address


def _attach(customer: Customer, email: str, *, is_first: bool) -> None:
    normal = normal_email(email)
    try:
        with db.transaction():
            CustomerAddress.create(
                customer=customer, email=email, email_normal=normal, is_primary=is_first
            )
    except db.IntegrityError as error:
        # Somebody was a moment faster; MySQL shows it to a later transaction only.
        if other := by_email(email):
            raise Taken(other) from error
        raise OperationalError(db.OVERTAKEN, "newer than this snapshot") from error


def _locked(number: int) -> Customer:
    """The customer as they are now, held until the commit."""
    query = Customer.select().where(Customer.id == number)
    found: Customer | None = db.locked(query).first()
    if found is None:
        raise NotFound
    return found


def _present(number: int) -> list[CustomerAddress]:
    """The addresses as they are now, not as this transaction first saw them."""
    query = CustomerAddress.select().where(CustomerAddress.customer == number)
    query = query.order_by(CustomerAddress.is_primary.desc(), CustomerAddress.id)
    return list(db.locked(query))


def _among(rows: list[CustomerAddress], address: int) -> CustomerAddress:
    for row in rows:
        if row.id == address:
            return row
    raise NotFound


def _record(number: int, actor: Actor, before: list[CustomerAddress]) -> None:
    """The addresses in their order, before and now."""
    old, new = [row.email for row in before], [row.email for row in _present(number)]
    if old != new:
        changes = {"addresses": (old, new)}
        events.record(events.CUSTOMER_CHANGED, actor, changes=changes, about=number)
