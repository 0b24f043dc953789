"""Customers in the order of their names, and those whose name, address or organisation begins so.

Each way has an index of its own and goes on by key; nothing is counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk import settings
from helpdesk.customers.naming import normal_email, normal_name
from helpdesk.errors import NotFound
from helpdesk.schema import Customer, CustomerAddress, Organisation

WAYS = ("name", "address", "organisation")
SOME = 10  # of those found by each way, while several are shown together
NAMES_MOST = 20  # organisations whose names begin alike
_Raw = tuple[list[dict[str, Any]], str]  # rows as they are read, and the key
_LAST = "\U0010ffff"  # behind every text that begins like another


@dataclass(frozen=True)
class Row:
    """A customer as the list shows them."""

    id: int
    name: str
    email: str
    organisation_id: int
    organisation: str


@dataclass(frozen=True)
class Page:
    """Some rows, and the key from which the next page goes on ('' at the end)."""

    rows: list[Row]
    next_key: str


@dataclass(frozen=True)
class Found:
    """What one way of looking has found; `way` is one of `WAYS`."""

    way: str
    page: Page


def one(number: int) -> Customer:
    """A customer by number; raises NotFound."""
    found: Customer | None = Customer.get_or_none(Customer.id == number)
    if found is None:
        raise NotFound
    return found


def addresses(customer: int) -> list[CustomerAddress]:
    """All addresses of a customer, the first one first."""
    theirs = CustomerAddress.select().where(CustomerAddress.customer == customer)
    return list(theirs.order_by(CustomerAddress.is_primary.desc(), CustomerAddress.id))


def page_of(*, organisation: int | None = None, after: str = "") -> Page:
    """Customers by name, or those of an organisation in the order in which they came."""
    size = settings.get("list.rows")
    if organisation is not None:
        found = _of_organisations([organisation], after, size)
    else:
        found = _by_name("", after, size)
    return _completed([("", found)])[0].page


def look_for(typed: str, *, way: str = "", after: str = "") -> list[Found]:
    """Who begins like what was typed: by all ways some, or further by one way."""
    size = settings.get("list.rows")
    if way in WAYS:
        return _completed([(way, _ways[way](typed, after, size))])
    found, seen = [], set[int]()
    for one_way in WAYS:
        rows, next_key = _ways[one_way](typed, "", SOME)
        rows = [row for row in rows if row["id"] not in seen]
        seen |= {row["id"] for row in rows}
        if rows or next_key:
            found.append((one_way, (rows, next_key)))
    if len(found) == 1 and found[0][1][1]:
        found = [(found[0][0], _ways[found[0][0]](typed, "", size))]
    return _completed(found)


def _by_name(typed: str, after: str, size: int) -> _Raw:
    begins = normal_name(typed)
    condition = _begins(Customer.name_normal, begins) if begins else None
    if last := _row(Customer, after):
        # The first half alone lets both engines begin in the middle of the index.
        further = (Customer.name_normal >= last.name_normal) & (
            (Customer.name_normal > last.name_normal) | (Customer.id > last.id)
        )
        condition = further if condition is None else condition & further
    query = Customer.select(Customer.id, Customer.name, Customer.organisation)
    query = query if condition is None else query.where(condition)
    rows = list(query.order_by(Customer.name_normal, Customer.id).limit(size + 1).dicts())
    return _page(rows, size, "id")


def _by_address(typed: str, after: str, size: int) -> _Raw:
    if not (begins := normal_email(typed)):
        return [], ""
    condition = _begins(CustomerAddress.email_normal, begins[:190])
    if last := _row(CustomerAddress, after):
        condition &= CustomerAddress.email_normal > last.email_normal
    rows = (
        CustomerAddress.select(
            CustomerAddress.id.alias("key"),
            CustomerAddress.email,
            Customer.id.alias("id"),
            Customer.name,
            Customer.organisation,
        )
        .join(Customer)
        .where(condition)
        .order_by(CustomerAddress.email_normal)
        .limit(size + 1)
    )
    return _page(list(rows.dicts()), size, "key")


def _by_organisation(typed: str, after: str, size: int) -> _Raw:
    if not (begins := normal_name(typed)):
        return [], ""
    named = Organisation.select(Organisation.id).where(_begins(Organisation.name_normal, begins))
    rows = named.order_by(Organisation.name_normal).limit(NAMES_MOST).tuples()
    return _of_organisations([number for (number,) in rows], after, size)


def _of_organisations(among: Collection[int], after: str, size: int) -> _Raw:
    if not among:
        return [], ""
    condition = Customer.organisation.in_(list(among))
    if last := _row(Customer, after):
        condition &= (Customer.organisation >= last.organisation_id) & (
            (Customer.organisation > last.organisation_id) | (Customer.id > last.id)
        )
    query = Customer.select(Customer.id, Customer.name, Customer.organisation).where(condition)
    rows = query.order_by(Customer.organisation, Customer.id).limit(size + 1).dicts()
    return _page(list(rows), size, "id")


_ways = {"name": _by_name, "address": _by_address, "organisation": _by_organisation}


def _page(found: list[dict[str, Any]], size: int, key: str) -> _Raw:
    shown, next_key = found[:size], str(found[size - 1][key]) if len(found) > size else ""
    return list({row["id"]: row for row in reversed(shown)}.values())[::-1], next_key


def _completed(found: list[tuple[str, _Raw]]) -> list[Found]:
    """The rows with first addresses and organisations; one query for each of these."""
    every = [row for _way, (rows, _key) in found for row in rows]
    emails = _emails([row["id"] for row in every])
    names = _organisations({row["organisation"] for row in every} - {None})

    def complete(row: dict[str, Any]) -> Row:
        email, group = row.get("email") or emails.get(row["id"], ""), row["organisation"]
        return Row(row["id"], row["name"], email, group or 0, names.get(group, ""))

    return [Found(way, Page([complete(row) for row in rows], key)) for way, (rows, key) in found]


def _emails(people: Sequence[int]) -> dict[int, str]:
    if not people:
        return {}
    query = CustomerAddress.select(CustomerAddress.customer, CustomerAddress.email)
    theirs = query.where(CustomerAddress.customer.in_(people))
    rows = theirs.order_by(CustomerAddress.is_primary, CustomerAddress.id.desc()).tuples()
    return dict(list(rows))  # of several the last one stays, which is the first address


def _organisations(numbers: Collection[int]) -> dict[int, str]:
    if not numbers:
        return {}
    query = Organisation.select(Organisation.id, Organisation.name)
    return dict(list(query.where(Organisation.id.in_(list(numbers))).tuples()))


def _begins(column: Any, typed: str) -> Any:
    return (column >= typed) & (column < typed + _LAST)


def _row(table: Any, key: str) -> Any:
    """The row that a page ended with; None for a key that is none."""
    fits = key.isascii() and key.isdecimal() and len(key) < 19
    return table.get_or_none(table.id == int(key)) if fits else None
