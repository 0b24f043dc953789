"""Customers in the order of their names, and those whose name, address or organisation begins so.

Each way has an index of its own and goes on by key; nothing is counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN

from helpdesk import settings
from helpdesk.customers.naming import normal_email, normal_name
from helpdesk.errors import NotFound
from helpdesk.schema import Customer, CustomerAddress, Organisation

WAYS = ("name", "address", "organisation")
SOME = 10  # of those found by each way, while several are shown together
NAMES_MOST = 20  # organisations whose names begin alike
_Raw = tuple[dict[int, str], str]  # customers with the address that fits, and the key
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
        numbers, next_key = _ways[one_way](typed, "", SOME)
        numbers = {number: email for number, email in numbers.items() if number not in seen}
        seen |= numbers.keys()
        if numbers or next_key:
            found.append((one_way, (numbers, next_key)))
    if len(found) == 1 and found[0][1][1]:
        found = [(found[0][0], _ways[found[0][0]](typed, "", size))]
    return _completed(found)


def between(table: Any, begins: str, last: Any = None) -> Any:
    """The condition on the names of a page: how they begin, behind which row; None for all.

    One lower bound only: with two of them SQLite would begin at the wrong one.
    """
    condition = None
    if last is not None:
        # The first half alone lets both engines begin in the middle of the index.
        condition = (table.name_normal >= max(begins, last.name_normal)) & (
            (table.name_normal > last.name_normal) | (table.id > last.id)
        )
    elif begins:
        condition = table.name_normal >= begins
    return condition & (table.name_normal < begins + _LAST) if begins else condition


def _by_name(typed: str, after: str, size: int) -> _Raw:
    """From the index alone, which MariaDB takes for sure only when nothing else is asked for."""
    query = Customer.select(Customer.id)
    condition = between(Customer, normal_name(typed), _row(Customer, after))
    if condition is not None:
        query = query.where(condition)
    numbers, next_key = _page(query.order_by(Customer.name_normal, Customer.id), size)
    return dict.fromkeys(numbers, ""), next_key


def _by_address(typed: str, after: str, size: int) -> _Raw:
    if not (begins := normal_email(typed)):
        return {}, ""
    column, last = CustomerAddress.email_normal, _row(CustomerAddress, after)
    condition = column > last.email_normal if last else column >= begins[:190]
    query = CustomerAddress.select(CustomerAddress.id)
    query = query.where(condition & (column < begins[:190] + _LAST))
    numbers, next_key = _page(query.order_by(CustomerAddress.email_normal), size)
    rows = CustomerAddress.select(CustomerAddress.customer, CustomerAddress.email)
    theirs = rows.where(CustomerAddress.id.in_(numbers)).order_by(CustomerAddress.email_normal)
    return dict(list(theirs.tuples())) if numbers else {}, next_key


def _by_organisation(typed: str, after: str, size: int) -> _Raw:
    if not (begins := normal_name(typed)):
        return {}, ""
    named = Organisation.select(Organisation.id).where(between(Organisation, begins))
    rows = named.order_by(Organisation.name_normal).limit(NAMES_MOST).tuples()
    return _of_organisations([number for (number,) in rows], after, size)


def _of_organisations(among: Collection[int], after: str, size: int) -> _Raw:
    if not among:
        return {}, ""
    query = Customer.select(Customer.id).where(Customer.organisation.in_(list(among)))
    if last := _row(Customer, after):
        query = query.where(
            (Customer.organisation >= last.organisation_id)
            & ((Customer.organisation > last.organisation_id) | (Customer.id > last.id))
        )
    numbers, next_key = _page(query.order_by(Customer.organisation, Customer.id), size)
    return dict.fromkeys(numbers, ""), next_key


_ways = {"name": _by_name, "address": _by_address, "organisation": _by_organisation}


def _page(query: Any, size: int) -> tuple[list[int], str]:
    found = [number for (number,) in query.limit(size + 1).tuples()]
    return found[:size], str(found[size - 1]) if len(found) > size else ""


def _completed(found: list[tuple[str, _Raw]]) -> list[Found]:
    """The rows for the numbers, with first addresses: two queries, however many ways."""
    every = {number for _way, (numbers, _key) in found for number in numbers}
    known = _rows(every)
    return [
        Found(
            way,
            Page(
                [replace(known[n], email=email or known[n].email) for n, email in rows.items()], key
            ),
        )
        for way, (rows, key) in found
    ]


def _rows(numbers: Collection[int]) -> dict[int, Row]:
    if not numbers:
        return {}
    emails = _emails(list(numbers))
    query = Customer.select(
        Customer.id, Customer.name, Customer.organisation, Organisation.name.alias("called")
    ).join(Organisation, JOIN.LEFT_OUTER)
    rows = query.where(Customer.id.in_(list(numbers))).tuples()
    return {
        number: Row(number, name, emails.get(number, ""), group or 0, called or "")
        for number, name, group, called in rows
    }


def _emails(people: Sequence[int]) -> dict[int, str]:
    query = CustomerAddress.select(CustomerAddress.customer, CustomerAddress.email)
    theirs = query.where(CustomerAddress.customer.in_(people))
    rows = theirs.order_by(CustomerAddress.is_primary, CustomerAddress.id.desc()).tuples()
    return dict(list(rows))  # of several the last one stays, which is the first address


def _row(table: Any, key: str) -> Any:
    """The row that a page ended with; None for a key that is none."""
    fits = key.isascii() and key.isdecimal() and len(key) < 19
    return table.get_or_none(table.id == int(key)) if fits else None
