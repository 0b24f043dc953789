"""Keeping the index in step, in the transaction of the verb that changes something.

`index` is all that most changes need, as often as one likes. Before words *go* (a text is changed,
anonymised, deleted, a ticket renamed) call `forget`: the index holds no texts, so what is to be
removed must still be there to be read. Who doesn't leaves tokens behind that point to documents
without these words, until the index is made again.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import fn

from helpdesk import db, jobs
from helpdesk.db import bulk
from helpdesk.jobs import Slice, job
from helpdesk.schema import Message, SearchDocument, Ticket
from helpdesk.search import documents
from helpdesk.search.documents import Document
from helpdesk.search.engines import engine

AT_ONCE = 100  # documents of a ticket that are written in the verb's own transaction
LOADED = 200  # texts held in memory at a time


def index(messages: Collection[int], *, are_new: bool = False) -> None:
    """Take in messages and notes, anew if they are known."""
    found = documents.load(messages)
    known = set() if are_new else _known([doc.id for doc in found])
    bags = documents.bags(found)
    engine().remove({number: bag for number, bag in bags.items() if number in known})
    engine().add(bags)
    _register([doc for doc in found if doc.id not in known])


def forget(messages: Collection[int]) -> None:
    """Take out messages and notes, while they and their ticket still say what they said."""
    found = documents.load(messages)
    known = _known([doc.id for doc in found])
    engine().remove(documents.bags(doc for doc in found if doc.id in known))
    if messages:
        SearchDocument.delete().where(db.among(SearchDocument.id, messages)).execute()


@contextmanager
def changing(ticket: Ticket) -> Iterator[None]:
    """Around a change of a ticket's subject, customer or category, or of what was said on it.

    Of a very long thread the newest entries follow at once, the others by a job.
    """
    newest = _entries(ticket.id).limit(AT_ONCE)
    before = [row.id for row in newest]
    forget(before)
    yield
    index([row.id for row in newest.clone()])
    if len(before) == AT_ONCE:
        jobs.enqueue("search.ticket", ticket.id, key=f"search.ticket:{ticket.id}")


@job("search.ticket")
def index_ticket(piece: Slice) -> int | None:
    """Take in a whole ticket; the payload is its number, the checkpoint the last position done."""
    below = piece.checkpoint or 1 << 31
    while not piece.time_is_up():
        rows = list(_entries(piece.payload).where(Message.position < below).limit(AT_ONCE))
        with db.transaction():
            index([row.id for row in rows])
        if len(rows) < AT_ONCE:
            return None
        below = rows[-1].position
    return int(below)


def customer_changed(customer: int) -> None:
    """Let a job take in a customer's tickets again, after a new name or address."""
    jobs.enqueue("search.customer", customer, key=f"search.customer:{customer}")


@job("search.customer")
def index_customer(piece: Slice) -> int | None:
    """The payload is the customer, the checkpoint the last entry that was taken in."""
    after = piece.checkpoint or 0
    while not piece.time_is_up():
        theirs = Message.select(Message.id).join(Ticket).where(Ticket.customer == piece.payload)
        rows = theirs.where(Message.id > after).order_by(Message.id).limit(AT_ONCE).tuples()
        numbers = [number for (number,) in rows]
        with db.transaction():
            index(numbers)
        if len(numbers) < AT_ONCE:
            return None
        after = numbers[-1]
    return int(after)


def add_many(rows: Iterable[tuple[int, int, str]], prepared: Iterable[Any]) -> None:
    """Take in thousands of new messages, in the caller's transaction.

    `rows` are id, ticket and moment of each; `prepared` is what the engine made of the same ones.
    """
    bulk.insert(SearchDocument, ("id", "ticket", "created"), rows)
    engine().add_many(prepared)


def fill(below: int) -> tuple[int, int]:
    """Take in what the index doesn't know of the newest entries under an id, a few thousand.

    Returns the id down to which that was, and how many entries there are; call again until there
    is none.
    """
    top = Message.select(fn.MAX(Message.id)).where(Message.id < below).scalar()
    if top is None:
        return below, 0
    floor = top // engine().batch * engine().batch
    query = Message.select(Message.id).where((Message.id >= floor) & (Message.id <= top))
    numbers = [number for (number,) in query.order_by(Message.id).tuples()]
    there = SearchDocument.id.between(floor, top)
    known = {n for (n,) in SearchDocument.select(SearchDocument.id).where(there).tuples()}
    with db.transaction():
        new = [number for number in numbers if number not in known]
        engine().add_many([engine().prepared(_read(new))])
    return floor, len(numbers)


def _read(numbers: list[int]) -> Iterator[tuple[int, set[str]]]:
    """The bags of documents that are new, few of them in memory at a time."""
    for at in range(0, len(numbers), LOADED):
        found = documents.load(numbers[at : at + LOADED])
        _register(found)
        yield from documents.bags(found).items()


def _entries(ticket: int) -> Any:
    query = Message.select(Message.id, Message.position).where(Message.ticket == ticket)
    return query.order_by(Message.position.desc())


def _known(numbers: list[int]) -> set[int]:
    if not numbers:
        return set()
    rows = (
        SearchDocument.select(SearchDocument.id)
        .where(db.among(SearchDocument.id, numbers))
        .tuples()
    )
    return {number for (number,) in rows}


def _register(found: list[Document]) -> None:
    rows = [{"id": doc.id, "ticket": doc.ticket, "created": doc.created} for doc in found]
    if rows:
        SearchDocument.insert_many(rows).on_conflict_ignore().execute()
