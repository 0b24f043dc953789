"""Which ticket comes next for somebody who has answered one."""

from datetime import datetime
from typing import Any

from helpdesk import statuses
from helpdesk.schema import Ticket
from helpdesk.staff import Member
from helpdesk.tickets.access import in_sight_of


def next_for(member: Member, number: int, last_message: datetime) -> int:
    """The number of the next older open ticket in sight whose turn is ours; after the last one
    the newest, 0 when nothing is left. `last_message` is the one by which the list had it."""
    before = (Ticket.last_message <= last_message) & (
        (Ticket.last_message < last_message) | (Ticket.id < number)
    )
    for where in (before, Ticket.id != number):
        found = _ours(member).where(where).limit(1).tuples().first()
        if found is not None and found[0] != number:
            return int(found[0])
    return 0


def _ours(member: Member) -> Any:
    turns = [s.id for s in statuses.every() if s.row.meaning in (statuses.NEW, statuses.OPEN)]
    open_ones = in_sight_of(member) & (Ticket.is_open == 1) & Ticket.status.in_(turns)
    query = Ticket.select(Ticket.id).where(open_ones)
    return query.order_by(Ticket.last_message.desc(), Ticket.id.desc())
