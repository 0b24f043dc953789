"""Tickets as the results show them, and which documents lead to tickets that may be shown."""

from collections.abc import Iterable
from typing import Any

from helpdesk import db
from helpdesk.schema import SearchDocument, Ticket
from helpdesk.tickets.rows import Row, row_of, select_rows


def of_documents(ids: list[int], condition: Any) -> list[dict[str, int]]:
    """`document` and `ticket` of those that fit a condition, newest first."""
    return list(_documents().where(db.among(SearchDocument.id, ids) & condition))


def in_sight(ids: list[int], sight: tuple[int, ...] | None) -> list[dict[str, int]]:
    """The same for the usual condition: not deleted, in one of these categories (None: all)."""
    if sight is None:
        return _anywhere(ids)
    return _in_categories(ids, sight) if sight else []


def of_tickets(condition: Any, most: int) -> list[dict[str, Any]]:
    """Tickets that fit a condition, the highest number first."""
    query = select_rows().where(condition).order_by(Ticket.id.desc()).limit(most)
    return list(query.dicts())


def of_page(tickets: list[int]) -> list[Row]:
    """These tickets, in any order."""
    return as_rows(_page(tickets)) if tickets else []


def as_rows(found: Iterable[dict[str, Any]]) -> list[Row]:
    """The rows of a list."""
    return [row_of(row) for row in found]


def _documents() -> Any:
    query = SearchDocument.select(SearchDocument.id.alias("document"), SearchDocument.ticket)
    query = query.join(Ticket, on=(SearchDocument.ticket == Ticket.id))
    return query.order_by(SearchDocument.id.desc()).dicts()


def _there(ids: Any) -> Any:
    return _documents().where(SearchDocument.id.in_(ids) & Ticket.deleted.is_null())


_anywhere = db.Prepared(_there)
_in_categories = db.Prepared(lambda ids, sight: _there(ids).where(Ticket.category.in_(sight)))
_page = db.Prepared(lambda tickets: select_rows().where(Ticket.id.in_(tickets)).dicts())
