"""What the tests of the search do again and again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from helpdesk import db, search, tickets
from helpdesk.events import Actor
from helpdesk.schema import Customer, Message, Ticket
from helpdesk.search import Part
from helpdesk.staff import Member
from tests.cast import Desk


def found(member: Member, text: str) -> list[int]:
    """The numbers of what is found, in order."""
    return [hit.row.number for hit in search.find(member, text).rows]


def written(parts: list[Part]) -> str:
    """Parts with the hits in brackets."""
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in parts)


def say(desk: Desk, ticket: Ticket, text: str, *, note: bool = False) -> Message:
    """Anna writes an answer or a note."""
    verb = tickets.note if note else tickets.reply
    with db.transaction():
        return verb(ticket, actor=desk.anna.actor(), author="Anna Lindgren", text=text)


def answer(ticket: Ticket, text: str) -> Message:
    """The customer writes again."""
    actor = Actor("customer", "portal", customer=ticket.customer_id)
    name = Customer.get_by_id(ticket.customer_id).name
    with db.transaction():
        return tickets.reply(Ticket.get_by_id(ticket.id), actor=actor, author=name, text=text)


@contextmanager
def counted(monkeypatch: Any) -> Iterator[list[str]]:
    """The statements that are run inside."""
    statements: list[str] = []
    kind: Any = type(db.database.obj)
    run = kind.execute_sql

    def execute_sql(self: Any, sql: str, *more: Any, **named: Any) -> Any:
        statements.append(sql)
        return run(self, sql, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(kind, "execute_sql", execute_sql)
        yield statements
