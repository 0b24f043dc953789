"""What follows from a message once it is said: columns of the ticket, the event, the status."""

from datetime import datetime
from typing import Any

from helpdesk import events, richtext, statuses
from helpdesk.events import Actor
from helpdesk.schema import Message, Status, Ticket
from helpdesk.tickets.status import set_status


def ticket_columns(
    ticket: Ticket, message: Message | str, moment: datetime, *, by_staff: bool
) -> dict[str, Any]:
    """What lists show of a ticket after a message."""
    text = message if isinstance(message, str) else message.text
    columns: dict[str, Any] = {
        "last_message": moment,
        "last_by_customer": not by_staff,
        "snippet": richtext.snippet(text),
        "messages": Ticket.messages + 1,
    }
    if by_staff:
        columns["staff_messages"] = Ticket.staff_messages + 1
        if ticket.first_answer is None:
            columns["first_answer"] = moment
    return columns


def sent(
    ticket: Ticket,
    message: Message,
    actor: Actor,
    status: Status | None,
    *,
    keeps_status: bool = False,
) -> None:
    """Record it, with all that reacts to it, then the status that was chosen or that follows."""
    events.record(
        events.REPLIED, actor, ticket=ticket, position=message.position, message=message.id
    )
    wanted = None if keeps_status else status or _following(ticket, actor.kind == "staff")
    if wanted is not None:
        set_status(ticket, wanted, actor=actor)


def _following(ticket: Ticket, by_staff: bool) -> Status | None:
    """The status that a message leads to by itself: theirs after ours, ours after theirs."""
    meaning: str = ticket.status.meaning
    if by_staff:
        return statuses.default(statuses.WAITING) if meaning in ("new", "open") else None
    if meaning in (statuses.WAITING, statuses.RESOLVED, statuses.HOLD):
        return statuses.default(statuses.OPEN)
    return None
