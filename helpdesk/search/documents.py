"""What the search knows of a message or note: its words, and what its ticket is called.

A document is one entry of a thread, under the message's id. It carries the ticket's number,
tracking ID, subject and customer too, so that words of subject and answer find it together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from helpdesk import db
from helpdesk.schema import Attachment, Customer, CustomerAddress, Message, Staff, Ticket
from helpdesk.search import tokens

EVERY = "_d"  # the token of all documents, for those who only say what it must not be
NOTE = "_n"


@dataclass(frozen=True)
class Document:
    """An entry of a thread, as far as the search reads it."""

    id: int
    ticket: int
    created: datetime
    position: int
    is_note: bool
    author: str
    text: str
    subject: str
    tracking_id: str
    category: int
    customer: int
    customer_name: str
    by_customer: int
    staff_email: str
    files: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # of the customer, where they were asked for

    @property
    def fields(self) -> list[str]:
        """Where words of a phrase may stand side by side."""
        number = str(self.ticket)
        names = [self.author, self.customer_name, self.subject, number, self.tracking_id]
        return [*names, *self.addresses, *self.files, self.text]


def load(ids: Collection[int], *, with_addresses: bool = False) -> list[Document]:
    """The documents that are there; one query, and one more each for files and addresses."""
    if not ids:
        return []
    rows = _by_ids(list(ids))
    addresses = _addresses({row["customer"] for row in rows}) if with_addresses else {}
    with_files = [row["id"] for row in rows if row.pop("attachments")]
    files = _files(with_files)
    return [
        Document(
            **_plain(row),
            files=files.get(row["id"], []),
            addresses=addresses.get(row["customer"], []),
        )
        for row in rows
    ]


def bags(found: Iterable[Document]) -> dict[int, set[str]]:
    """The tokens of each document; one query for the addresses."""
    found = list(found)
    people = {doc.customer for doc in found} | {doc.by_customer for doc in found}
    addresses = _addresses(people - {0})
    return {doc.id: bag(doc, addresses) for doc in found}


def bag(doc: Document, addresses: Mapping[int, list[str]]) -> set[str]:
    """The tokens of one document, with the addresses of its people."""
    *short, text = doc.fields
    found = tokens.bag(["\n".join([*short, *addresses.get(doc.customer, [])]), text])
    writer = [doc.author, doc.staff_email, *addresses.get(doc.by_customer, [])]
    found.update(author(token) for token in tokens.bag(writer))
    found.update((EVERY, category(doc.category), customer(doc.customer)))
    if doc.is_note:
        found.add(NOTE)
    return found


def category(number: int) -> str:
    """The token of the documents in a category."""
    return f"_c{number}"


def customer(number: int) -> str:
    """The token of the documents in a customer's tickets."""
    return f"_u{number}"


def author(token: str) -> str:
    """The token of the documents whose author's name or address has a token."""
    return f"_f{token}"


def _query() -> Any:
    return (
        Message.select(
            Message.id,
            Message.ticket,
            Message.created,
            Message.position,
            Message.is_note,
            Message.author,
            fn.SUBSTR(Message.text, 1, tokens.MOST).alias("text"),
            Message.customer.alias("by_customer"),
            Ticket.subject,
            Ticket.tracking_id,
            Ticket.category,
            Ticket.customer.alias("customer"),
            Ticket.attachments,
            Customer.name.alias("customer_name"),
            Staff.email.alias("staff_email"),
        )
        .join(Ticket)
        .join(Customer)
        .join(Staff, JOIN.LEFT_OUTER, on=(Message.staff == Staff.id))
    )


_by_ids = db.Prepared(lambda ids: _query().where(Message.id.in_(ids)).dicts())
_addresses_of = db.Prepared(
    lambda customers: (
        CustomerAddress.select(CustomerAddress.customer, CustomerAddress.email)
        .where(CustomerAddress.customer.in_(customers))
        .tuples()
    )
)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    row["by_customer"] = row["by_customer"] or 0
    row["staff_email"] = row["staff_email"] or ""
    return row


def _files(messages: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if messages:
        rows = Attachment.select(Attachment.message, Attachment.name)
        for message, name in rows.where(db.among(Attachment.message, messages)).tuples():
            found.setdefault(message, []).append(name)
    return found


def _addresses(customers: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if customers:
        for person, email in _addresses_of(list(customers)):
            found.setdefault(person, []).append(email)
    return found
