"""Taking the demo data out again: what was added and what hangs on it, nothing else.

A row goes only if its id is among those noted *and* it still is what was added. What real tickets
still refer to (a category, a person) stays, out of sight.
"""

from typing import Any

from peewee import chunked

from helpdesk import db, search
from helpdesk.demo import state
from helpdesk.demo.state import Range, State
from helpdesk.schema import (
    ALL,
    Category,
    Customer,
    CustomerAddress,
    Message,
    Organisation,
    SearchDocument,
    Staff,
    StaffCategory,
    Ticket,
)

BUNDLE = 500  # rows of tickets or customers
ENDING = ".example"


def begin() -> State | None:
    """From now on it only gets less; None when there is none."""
    with db.transaction():
        found = state.read(lock=True)
        if found is not None and not found.removing:
            found.removing = True
            state.write(found)
    return found


def step() -> State | None:
    """One bundle; None when everything is gone."""
    with db.transaction():
        found = state.read(lock=True)
        if found is None or not found.removing:
            return None
        if found.ticket_ids:
            found.tickets -= _tickets(_cut(found.ticket_ids), found)
        elif found.customer_ids:
            found.customers -= _customers(_cut(found.customer_ids))
        else:
            _small_things(found)
            state.forget()
            search.rebuild()
            return None
        state.write(found)
        return found


def erase(tickets: list[int], *, index_is_made_anew: bool = False) -> None:
    """Tickets with all that hangs on them, without a trace; in the caller's transaction."""
    said = Message.select(Message.id).where(Message.ticket.in_(tickets))
    for messages in chunked([row.id for row in said], BUNDLE):
        if index_is_made_anew:  # taking out word by word would take longer
            SearchDocument.delete().where(SearchDocument.id.in_(messages)).execute()
        else:
            search.forget(messages)
    for table in reversed(ALL):  # what refers comes before what it refers to
        if table not in (Ticket, SearchDocument) and "ticket" in table._meta.fields:
            table.delete().where(table._meta.fields["ticket"].in_(tickets)).execute()
    Ticket.delete().where(Ticket.id.in_(tickets)).execute()


def _cut(ranges: list[Range]) -> Range:
    """The last ids of the last range, taken away from it."""
    first, last = ranges.pop()
    if last - first >= BUNDLE:
        ranges.append([first, last - BUNDLE])
        return [last - BUNDLE + 1, last]
    return [first, last]


def _tickets(among: Range, found: State) -> int:
    ids = [
        row.id
        for row in Ticket.select(Ticket.id, Ticket.customer).where(Ticket.id.between(*among))
        if any(first <= row.customer_id <= last for first, last in found.customer_ids)
    ]
    if ids:
        erase(ids, index_is_made_anew=True)
    return among[1] - among[0] + 1


def _customers(among: Range) -> int:
    """Those whose only address is a demo's and who have asked nothing else."""
    theirs = Customer.id.between(*among)
    real = CustomerAddress.select(CustomerAddress.customer).where(
        CustomerAddress.customer.between(*among) & ~CustomerAddress.email_normal.endswith(ENDING)
    )
    kept = {row.customer_id for row in real}
    kept |= {row.customer_id for row in _asked(among)}
    ids = [row.id for row in Customer.select(Customer.id).where(theirs) if row.id not in kept]
    known = CustomerAddress.select(CustomerAddress.customer).where(
        CustomerAddress.customer.in_(ids)
    )
    ids = sorted({row.customer_id for row in known}) if ids else []
    if ids:
        CustomerAddress.delete().where(CustomerAddress.customer.in_(ids)).execute()
        Customer.delete().where(Customer.id.in_(ids)).execute()
    return among[1] - among[0] + 1


def _asked(among: Range) -> Any:
    return Ticket.select(Ticket.customer).where(Ticket.customer.between(*among)).distinct()


def _small_things(found: State) -> None:
    used = {row.organisation_id for row in Customer.select(Customer.organisation).distinct()}
    used |= {row.organisation_id for row in Ticket.select(Ticket.organisation).distinct()}
    gone = [number for number in found.organisations if number not in used]
    Organisation.delete().where(Organisation.id.in_(gone)).execute()
    used = {row.category_id for row in Ticket.select(Ticket.category).distinct()}
    gone = [number for number in found.categories if number not in used]
    StaffCategory.delete().where(StaffCategory.category.in_(gone)).execute()
    Category.delete().where(Category.id.in_(gone)).execute()
    Category.update(is_public=False).where(Category.id.in_(found.categories)).execute()
    for number in found.staff:
        _colleague(number)


def _colleague(number: int) -> None:
    row = Staff.get_or_none((Staff.id == number) & Staff.email_normal.endswith(ENDING))
    if row is None:
        return
    if _works_on(row):
        row.is_active = False
        row.save(only=[Staff.is_active])
    else:
        StaffCategory.delete().where(StaffCategory.staff == number).execute()
        row.delete_instance()


def _works_on(row: Staff) -> bool:
    """Whether a real ticket still names this person."""
    owns = Ticket.select(Ticket.id).where(Ticket.owner == row.id).exists()
    return bool(owns or Message.select(Message.id).where(Message.staff == row.id).exists())
