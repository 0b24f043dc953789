"""Who may see which ticket. These functions return the ticket or raise NotFound: for anybody else
it doesn't exist."""

from collections.abc import Collection, Mapping
from typing import Any

from peewee import JOIN, SQL

from helpdesk import db, labels, mail, numbers
from helpdesk.customers import normal_email
from helpdesk.errors import NotFound
from helpdesk.schema import (
    Category,
    Customer,
    CustomerAddress,
    Participant,
    Priority,
    Staff,
    Status,
    Ticket,
)
from helpdesk.staff import Member
from helpdesk.tickets import following, tracking

THERE = Ticket.deleted.is_null()


def _with_people() -> Any:
    query = Ticket.select(Ticket, Customer, Staff).join(Customer).switch(Ticket)
    return query.join(Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))


_by_number = db.Prepared(lambda number: _with_people().where(Ticket.id == number))
_by_tracking_id = db.Prepared(lambda typed: _with_people().where(Ticket.tracking_id == typed))


def in_sight_of(member: Member) -> Any:
    """The condition that keeps a query to the tickets a staff member may see."""
    return THERE if sees_all(member) else THERE & in_reach_of(member)


def in_reach_of(member: Member) -> Any:
    """The same wherever the tickets are, in the trash too."""
    if sees_all(member):
        return SQL("1 = 1")
    among = member.categories if member.can("tickets.view") else None
    return Ticket.category.in_(among or [])


def sight_of(member: Member) -> tuple[int, ...] | None:
    """The ids of the categories in sight, in order; None for all of them."""
    if not member.can("tickets.view"):
        return ()
    return None if member.categories is None else tuple(sorted(member.categories))


def sees_all(member: Member) -> bool:
    """Whether every ticket that isn't deleted is in sight."""
    return member.can("tickets.view") and member.categories is None


def sees(member: Member, ticket: Any) -> bool:
    """The same for a ticket at hand, or a row with its `deleted` and `category_id`."""
    return ticket.deleted is None and reaches(member, ticket)


def reaches(member: Member, ticket: Any) -> bool:
    """The same wherever it is, in the trash too."""
    if not member.can("tickets.view"):
        return False
    return sees_all(member) or ticket.category_id in (member.categories or ())


def ticket_for_staff(member: Member, number: int) -> Ticket:
    """A ticket by its number, with everything its page shows."""
    found = _by_number.first(number)
    return _shown(found if found and sees(member, found) else None)


def number_for_staff(member: Member, number: int) -> int:
    """The number of a ticket in sight, for what needs to know nothing else of it."""
    columns = (Ticket.id, Ticket.category, Ticket.deleted)
    found: Ticket | None = Ticket.select(*columns).where(Ticket.id == number).first()
    if found is None or not sees(member, found):
        raise NotFound
    return number


def ticket_wherever(member: Member, number: int) -> Ticket:
    """The same, for those who may look into the trash also while it is in there."""
    found = _by_number.first(number)
    if found is not None and found.deleted is not None and not member.can("tickets.trash"):
        found = None
    return _shown(found if found and reaches(member, found) else None)


def ticket_for_guest(tracking_id: str, granted: Collection[int]) -> Ticket:
    """A ticket by its tracking ID, for a browser that has shown that it may see it."""
    found = _by_tracking_id.first(tracking.normal(tracking_id))
    there = found and found.deleted is None and found.id in granted
    return _shown(found if there else None)


def ticket_for_follower(
    tracking_id: str, followed: Mapping[int, int]
) -> tuple[Ticket, Participant]:
    """The same for a browser that came by a follower's link, while they follow it."""
    found = _by_tracking_id.first(tracking.normal(tracking_id))
    number = followed.get(found.id, 0) if found and found.deleted is None else 0
    row = following.follower(found, number) if number else None
    if row is None:
        raise NotFound
    return _shown(found), row


def ticket_for_follower_link(
    tracking_id: str, number: str, key: str
) -> tuple[Ticket, Participant] | None:
    """The ticket that a follower's link opens, and for whom; None for one that doesn't fit."""
    wanted = (Ticket.tracking_id == tracking.normal(tracking_id)) & THERE
    found: Ticket | None = Ticket.get_or_none(wanted)
    row = following.follower(found, numbers.row_id(number)) if found is not None else None
    if found is None or row is None or not mail.link_opens_for_follower(found, row, key):
        return None
    return found, row


def ticket_for_link(tracking_id: str, key: str) -> Ticket | None:
    """The ticket that the link of a mail opens, None for a link that doesn't fit."""
    wanted = (Ticket.tracking_id == tracking.normal(tracking_id)) & Ticket.deleted.is_null()
    found: Ticket | None = Ticket.get_or_none(wanted)
    return found if found is not None and mail.link_opens(found, key) else None


def ticket_by_tracking(typed: str, email: str) -> Ticket | None:
    """The ticket that fits both; one query whether the ID, the address or nothing is right."""
    found: Ticket | None = (
        Ticket.select(Ticket)
        .join(CustomerAddress, on=(CustomerAddress.customer == Ticket.customer))
        .where(
            (Ticket.tracking_id == tracking.normal(typed))
            & (CustomerAddress.email_normal == normal_email(email)[:190])
            & Ticket.deleted.is_null()
        )
        .first()
    )
    return found


def _shown(found: Ticket | None) -> Ticket:
    if found is None:
        raise NotFound
    found.status = labels.one(Status, found.status_id).row
    found.priority = labels.one(Priority, found.priority_id).row
    found.category = labels.one(Category, found.category_id).row
    return found
