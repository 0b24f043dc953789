"""Staff open a ticket for a customer who calls, writes elsewhere or comes by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from helpdesk import events
from helpdesk.attachments import Kept
from helpdesk.customers import normal_email, normal_name
from helpdesk.errors import Invalid
from helpdesk.i18n import N_, _
from helpdesk.schema import Customer, CustomerAddress, Ticket
from helpdesk.tickets.order import advance
from helpdesk.tickets.replying import note as write_note
from helpdesk.tickets.submitting import Opening, submit

PHONE, WALK_IN, MAIL, CHAT = "phone", "walk-in", "mail", "chat"
CHANNELS = (
    (PHONE, N_("Phone")),
    (WALK_IN, N_("In person")),
    (MAIL, N_("Mail")),
    (CHAT, N_("Chat")),
)
SUGGESTED = 8
_LAST = "\U0010ffff"  # behind every text that begins like another


@dataclass(frozen=True)
class Suggestion:
    """A customer whom what was typed may mean."""

    id: int
    name: str
    email: str


def open_for(
    opening: Opening,
    *,
    name: str,
    email: str,
    subject: str,
    text: str,
    category: str = "",
    priority: str = "",
    note: str = "",
    files: Sequence[Kept] = (),
) -> Ticket:
    """A ticket with the customer's words, its owner and a first note; raises Invalid."""
    if opening.channel not in [channel for channel, _label in CHANNELS]:
        raise Invalid({"channel": _("Choose how they came to you.")})
    actor = opening.member.actor()
    ticket = submit(
        actor=actor,
        name=name,
        email=email,
        subject=subject,
        text=text,
        category=category,
        priority=priority,
        files=files,
        opening=opening,
    )
    if opening.owner is not None:
        changes = {"owner": (None, opening.owner)}
        position = advance(ticket)
        events.record(events.ASSIGNED, actor, ticket=ticket, position=position, changes=changes)
    if note.strip():
        write_note(ticket, actor=actor, author=opening.member.name, text=note)
    return ticket


def suggestions(typed: str) -> list[Suggestion]:
    """Customers whose address or name begins with what was typed."""
    typed = typed.strip()[:100]
    if len(typed) < 2:
        return []
    # Two queries, for each reads one index; an OR over two tables would read both whole.
    found = _found(_begins(CustomerAddress.email_normal, normal_email(typed)))
    if len(found) < SUGGESTED:
        found += _found(_begins(Customer.name_normal, normal_name(typed)))
    return list({person.id: person for person in found}.values())[:SUGGESTED]


def _begins(column: Any, typed: str) -> Any:
    return (column >= typed) & (column < typed + _LAST)


def _found(where: Any) -> list[Suggestion]:
    rows = (
        Customer.select(Customer.id, Customer.name, CustomerAddress.email)
        .join(CustomerAddress, JOIN.LEFT_OUTER)
        .where(where)
        .order_by(CustomerAddress.is_primary.desc())
        .limit(SUGGESTED)
        .tuples()
    )
    return [Suggestion(number, name, email or "") for number, name, email in rows]
