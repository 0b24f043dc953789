"""People who ask: found by their address, made when they are new."""

import re
import unicodedata

from peewee import OperationalError

from helpdesk import db
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.schema import Customer, CustomerAddress

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\_]{1,190}")
_addresses = db.Prepared(
    lambda customer: (
        CustomerAddress.select(CustomerAddress.email)
        .where(CustomerAddress.customer == customer)
        .order_by(CustomerAddress.is_primary.desc(), CustomerAddress.id)
        .tuples()
    )
)


def normal_email(email: str) -> str:
    """The form in which addresses are compared: trimmed, composed (NFC), without case."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def checked_email(email: str, field: str = "email") -> str:
    """An address that could be one (RFC 5321 sizes, no quoted forms); raises Invalid."""
    email = email.strip()
    if not email:
        raise Invalid({field: _("Enter your e-mail address.")})
    fits = _ADDRESS.fullmatch(email) and len(normal_email(email)) <= 190
    if not fits or ".." in email or email.endswith("."):
        raise Invalid(
            {
                field: _("This doesn't look like an e-mail address. An example: %(example)s.")
                % {"example": "ann@example.com"}
            }
        )
    return email


def by_email(email: str) -> Customer | None:
    """The customer with this address."""
    wanted = CustomerAddress.email_normal == normal_email(email)
    found: Customer | None = Customer.select().join(CustomerAddress).where(wanted).first()
    return found


def find_or_create(name: str, email: str) -> Customer:
    """The customer with this address, made when there is none.

    Who gives no name is called by the address until a name comes.
    """
    if not email:
        anonymous: Customer = Customer.create(name=name)
        return anonymous
    customer = by_email(email)
    if customer is None:
        return _created(name or email, email)
    if name and customer.name in ("", email):
        customer.name = name
        customer.save(only=[Customer.name])
    return customer


def main_email(customer: Customer) -> str:
    """The address that mails go to."""
    row = _addresses.first(customer.id)
    return str(row[0]) if row else ""


def _created(name: str, email: str) -> Customer:
    try:
        with db.transaction():
            customer: Customer = Customer.create(name=name)
            CustomerAddress.create(customer=customer, email=email, email_normal=normal_email(email))
            return customer
    except db.IntegrityError as error:
        # Somebody with the same address was a moment faster. MySQL shows neither row to this
        # transaction, whose snapshot is older, so all of it is run again.
        found = by_email(email)
        if found is None:
            raise OperationalError(db.OVERTAKEN, "newer than this snapshot") from error
        return found
