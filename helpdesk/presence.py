"""Who looks at a ticket, and who types: told to staff, written rarely, gone by itself.

Somebody who stays is written down at most every `AGAIN` seconds, somebody who types every
`TYPING_AGAIN`; what is written holds a little longer than that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Presence, Ticket
from helpdesk.staff import Member
from helpdesk.tickets.teams import staff_names

AGAIN = 20  # seconds
TYPING_AGAIN = 5
TYPES_FOR = 9  # seconds for which "is typing" holds
STAYS_FOR = 50  # seconds for which "is viewing" holds
CUSTOMER = 0  # stands for the ticket's customer in place of a staff member's id
KINDS = ("reply", "note")


@dataclass(frozen=True)
class Person:
    """Somebody at a ticket; `typing` is '', 'reply' or 'note'."""

    id: int
    name: str
    typing: str

    @property
    def is_customer(self) -> bool:
        """Whether it is the customer."""
        return self.id == CUSTOMER


def touch(member: Member, ticket: Ticket, *, typing: str = "") -> bool:
    """A staff member is at a ticket, typing a reply or a note or only looking; returns whether that
    was news enough to be written."""
    return _note(ticket.id, member.id, typing if typing in KINDS else "")


def customer_types(ticket: Ticket) -> None:
    """The customer is typing."""
    _note(ticket.id, CUSTOMER, "reply")


def leave(member: Member, ticket: Ticket) -> None:
    """A staff member has closed the page."""
    Presence.delete().where(_of(ticket.id, member.id)).execute()


def people(rows: Iterable[Any], *, but: int) -> list[Person]:
    """Those of rows with `staff` and `typing`, who types first."""
    there = {row.staff: row.typing or "" for row in rows if row.staff not in (None, but)}
    if not there.get(CUSTOMER):
        there.pop(CUSTOMER, None)
    if not there:
        return []
    names = staff_names()
    found = [Person(who, names.get(who, ""), typing) for who, typing in there.items()]
    return sorted(found, key=lambda person: (not person.typing, person.id))


def since(moment: datetime) -> datetime:
    """The moment from which on somebody must have been seen to be there still."""
    return moment - timedelta(seconds=STAYS_FOR)


def sweep() -> None:
    """Remove who left without a word."""
    Presence.delete().where(Presence.seen < now() - timedelta(hours=1)).execute()


def _note(ticket: int, who: int, typing: str) -> bool:
    moment = now()
    before = Presence.get_or_none(_of(ticket, who))
    if before is not None and not _is_news(before, typing, moment):
        return False
    ends = moment + timedelta(seconds=TYPES_FOR) if typing else None
    values = {"seen": moment, "typing_until": ends, "what": typing}
    db.upsert(Presence, {"ticket": ticket, "staff": who}, values)
    return True


def _is_news(before: Presence, typing: str, moment: datetime) -> bool:
    if typing and typing != before.what:
        return True
    pause = TYPING_AGAIN if typing else AGAIN
    return bool(moment - before.seen >= timedelta(seconds=pause))


def _of(ticket: int, who: int) -> Any:
    return (Presence.ticket == ticket) & (Presence.staff == who)
