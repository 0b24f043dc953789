"""Who gets which mail. Until people choose for themselves: whoever it concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from helpdesk import db
from helpdesk.customers import main_email
from helpdesk.schema import Customer, Participant, Staff, StaffCategory, Ticket
from helpdesk.staff import permissions_of

FOLLOWER, COLLABORATOR = "follower", "collaborator"


@dataclass(frozen=True)
class Recipient:
    """A person to write to; the language '' stands for the desk's."""

    email: str
    name: str = ""
    language: str = ""
    follower: int = 0  # the participant who gets a copy


def customer_of(ticket: Ticket) -> list[Recipient]:
    """The customer, in the language that the request was written in."""
    customer = ticket.customer
    language = customer.language or ticket.language
    email = main_email(customer)
    return [Recipient(email, customer.name, language)] if email else []


def customers_of(ticket: Ticket) -> list[Recipient]:
    """The customer and the followers."""
    following = (Participant.ticket == ticket.id) & (Participant.role == FOLLOWER)
    rows = (
        Participant.select(Participant, Customer).join(Customer, JOIN.LEFT_OUTER).where(following)
    )
    followers = [
        Recipient(
            row.email or (main_email(row.customer) if row.customer_id else ""),
            row.customer.name if row.customer_id else "",
            (row.customer.language if row.customer_id else "") or ticket.language,
            follower=row.id,
        )
        for row in rows.order_by(Participant.id)
    ]
    return [*customer_of(ticket), *(person for person in followers if person.email)]


def staff_for(ticket: Ticket, *, but: int | None = None) -> list[Recipient]:
    """Owner and collaborators; while no owner could read it, everybody who sees the category."""
    found = _who_see(ticket)
    if any(row.id == ticket.owner_id for row in found):
        concerned = {ticket.owner_id, *_collaborators(ticket)}
        found = [row for row in found if row.id in concerned]
    return _recipients(row for row in found if row.id != but)


def who_see(ticket: Ticket) -> list[tuple[int, str, str]]:
    """Id, name and address of everybody who sees the category."""
    return [(row.id, row.name, row.email) for row in _who_see(ticket)]


def staff(ids: Collection[int]) -> list[Recipient]:
    """These people, as far as they are still there."""
    return _able("tickets.view", Staff.id.in_(ids))


def administrators() -> list[Recipient]:
    """Whoever may mend the settings."""
    return _able("settings.change", True)


def staff_name(number: int | None) -> str:
    """The name of a staff member, '' for nobody."""
    row = Staff.get_or_none(Staff.id == number) if number else None
    return str(row.name) if row else ""


def _collaborators(ticket: Ticket) -> list[int]:
    if not ticket.collaborators:
        return []
    here = (Participant.ticket == ticket.id) & (Participant.role == COLLABORATOR)
    return [row.staff_id for row in Participant.select(Participant.staff).where(here)]


def _people() -> Any:
    columns = (Staff.id, Staff.name, Staff.email, Staff.language, Staff.role.alias("role"))
    return Staff.select(*columns).where(Staff.is_active).order_by(Staff.id).namedtuples()


def _seeing(category: Any) -> Any:
    own = StaffCategory.select(StaffCategory.staff).where(StaffCategory.category == category)
    return _people().where(Staff.all_categories | Staff.id.in_(own))


_in_sight = db.Prepared(_seeing)


def _who_see(ticket: Ticket) -> list[Any]:
    return _holding("tickets.view", _in_sight(ticket.category_id))


def _able(permission: str, where: Any) -> list[Recipient]:
    return _recipients(_holding(permission, _people().where(where)))


def _holding(permission: str, rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if permission in permissions_of(row.role)]


def _recipients(rows: Iterable[Any]) -> list[Recipient]:
    return [Recipient(row.email, row.name, row.language) for row in rows]
