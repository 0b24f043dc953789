"""People who ask: found by their address, made when they are new."""

from peewee import OperationalError

from helpdesk import db
from helpdesk.customers.naming import normal_email, normal_name
from helpdesk.schema import Customer, CustomerAddress

_addresses = db.Prepared(
    lambda customer: (
        CustomerAddress.select(CustomerAddress.email)
        .where(CustomerAddress.customer == customer)
        .order_by(CustomerAddress.is_primary.desc(), CustomerAddress.id)
        .tuples()
    )
)
_by_address = db.Prepared(
    lambda normal: (
        Customer.select().join(CustomerAddress).where(CustomerAddress.email_normal == normal)
    )
)


def by_email(email: str) -> Customer | None:
    """The customer with this address."""
    found: Customer | None = _by_address.first(normal_email(email))
    return found


def find_or_create(name: str, email: str) -> Customer:
    """The customer with this address, made when there is none.

    Who gives no name is called by the address until a name comes.
    """
    if not email:
        anonymous: Customer = Customer.create(name=name, name_normal=normal_name(name))
        return anonymous
    customer = by_email(email)
    if customer is None:
        return _created(name or email, email)
    if name and customer.name in ("", email):
        customer.name, customer.name_normal = name, normal_name(name)
        customer.save(only=[Customer.name, Customer.name_normal])
    return customer


def main_email(customer: Customer) -> str:
    """The address that mails go to."""
    row = _addresses.first(customer.id)
    return str(row[0]) if row else ""


def _created(name: str, email: str) -> Customer:
    customer: Customer = Customer.create(name=name, name_normal=normal_name(name))
    try:
        CustomerAddress.create(customer=customer, email=email, email_normal=normal_email(email))
    except db.IntegrityError as error:
        # Somebody with the same address was a moment faster. MySQL shows neither row to this
        # transaction, whose snapshot is older, so all of it is run again.
        customer.delete_instance()
        found = by_email(email)
        if found is None:
            raise OperationalError(db.OVERTAKEN, "newer than this snapshot") from error
        return found
    return customer
