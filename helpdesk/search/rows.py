"""Tickets as the results show them, and which documents lead to tickets that may be shown."""

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from helpdesk import db, labels
from helpdesk.schema import Customer, Priority, SearchDocument, Staff, Status, Ticket
from helpdesk.tickets import Row


def of_documents(ids: list[int], condition: Any) -> list[dict[str, int]]:
    """`document` and `ticket` of those that fit a condition, newest first."""
    query = SearchDocument.select(SearchDocument.id.alias("document"), SearchDocument.ticket)
    query = query.join(Ticket, on=(SearchDocument.ticket == Ticket.id))
    wanted = db.among(SearchDocument.id, ids) & condition
    return list(query.where(wanted).order_by(SearchDocument.id.desc()).dicts())


def of_tickets(condition: Any, most: int) -> list[dict[str, Any]]:
    """Tickets that fit a condition, the highest number first."""
    query = _select().where(condition).order_by(Ticket.id.desc()).limit(most)
    return list(query.dicts())


def of_page(tickets: list[int]) -> list[Row]:
    """These tickets, in any order."""
    return as_rows(_select().where(db.among(Ticket.id, tickets)).dicts()) if tickets else []


def as_rows(found: Iterable[dict[str, Any]]) -> list[Row]:
    """The rows of a list."""
    statuses = {label.id: label for label in labels.rows(Status)}
    priorities = {label.id: label for label in labels.rows(Priority)}
    return [
        Row(
            number=row["id"],
            tracking_id=row["tracking_id"],
            subject=row["subject"],
            snippet=row["snippet"],
            status_name=statuses[row["status"]].name,
            status_meaning=statuses[row["status"]].row.meaning,
            priority_name=priorities[row["priority"]].name,
            priority_level=priorities[row["priority"]].row.level,
            customer_name=row["customer_name"],
            owner_name=row["owner_name"] or "",
            owner_id=row["owner"] or 0,
            updated=row["last_message"],
            unread=bool(row["last_by_customer"]),
        )
        for row in found
    ]


def _select() -> Any:
    return (
        Ticket.select(
            Ticket.id,
            Ticket.tracking_id,
            Ticket.subject,
            Ticket.snippet,
            Ticket.status,
            Ticket.priority,
            Ticket.owner,
            Ticket.last_message,
            Ticket.last_by_customer,
            Customer.name.alias("customer_name"),
            Staff.name.alias("owner_name"),
        )
        .join_from(Ticket, Customer)
        .join_from(Ticket, Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))
    )
