"""Tickets as the results show them, together with the document that was found; one query."""

from typing import Any

from peewee import JOIN

from helpdesk import i18n
from helpdesk.schema import Customer, Priority, SearchDocument, Staff, Status, Ticket, Translation
from helpdesk.tickets import Row


def of_documents(ids: list[int], condition: Any) -> list[dict[str, Any]]:
    """Those of these documents that fit a condition, newest first."""
    query = _select(SearchDocument.id.alias("document")).join_from(
        Ticket, SearchDocument, on=(SearchDocument.ticket == Ticket.id)
    )
    wanted = SearchDocument.id.in_(ids) & condition
    return list(query.where(wanted).order_by(SearchDocument.id.desc()).dicts())


def of_tickets(condition: Any, most: int) -> list[dict[str, Any]]:
    """Tickets that fit a condition, the highest number first."""
    query = _select().where(condition).order_by(Ticket.id.desc()).limit(most)
    return list(query.dicts())


def as_row(found: dict[str, Any]) -> Row:
    """The row of a list."""
    return Row(
        number=found["id"],
        tracking_id=found["tracking_id"],
        subject=found["subject"],
        snippet=found["snippet"],
        status_name=found["status_shown"] or found["status_name"],
        status_meaning=found["meaning"],
        priority_name=found["priority_shown"] or found["priority_name"],
        priority_level=found["level"],
        customer_name=found["customer_name"],
        owner_name=found["owner_name"] or "",
        owner_id=found["owner"] or 0,
        updated=found["last_message"],
        unread=bool(found["last_by_customer"]),
    )


def _select(*more: Any) -> Any:
    status, priority = Translation.alias(), Translation.alias()
    return (
        Ticket.select(
            Ticket.id,
            Ticket.tracking_id,
            Ticket.subject,
            Ticket.snippet,
            Ticket.owner,
            Ticket.last_message,
            Ticket.last_by_customer,
            Customer.name.alias("customer_name"),
            Staff.name.alias("owner_name"),
            Status.name.alias("status_name"),
            Status.meaning,
            status.text.alias("status_shown"),
            Priority.name.alias("priority_name"),
            Priority.level,
            priority.text.alias("priority_shown"),
            *more,
        )
        .join_from(Ticket, Customer)
        .join_from(Ticket, Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))
        .join_from(Ticket, Status)
        .join_from(Status, status, JOIN.LEFT_OUTER, on=_named(status, Status))
        .join_from(Ticket, Priority)
        .join_from(Priority, priority, JOIN.LEFT_OUTER, on=_named(priority, Priority))
    )


def _named(text: Any, table: Any) -> Any:
    ours = (text.noun == table.table) & (text.object_id == table.id)
    return ours & (text.field == "name") & (text.language == i18n.language())
