"""What is said on a ticket after the first message."""

from collections.abc import Sequence
from typing import Any

from helpdesk import attachments, events, richtext, settings, statuses
from helpdesk.attachments import Kept
from helpdesk.clock import now
from helpdesk.errors import Forbidden
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Message, Status, Ticket
from helpdesk.tickets.order import advance, lock
from helpdesk.tickets.status import set_status
from helpdesk.tickets.submitting import checked_text


def reply(
    ticket: Ticket,
    *,
    actor: Actor,
    author: str,
    text: str,
    files: Sequence[Kept] = (),
    status: Status | None = None,
) -> Message:
    """A message to or from the customer, then the status that follows from it or was chosen.

    A customer's reply makes it the desk's turn; raises Forbidden where a resolved ticket may not be
    reopened, Invalid for an empty message.
    """
    lock(ticket)
    by_staff = actor.kind == "staff"
    if not by_staff and not can_reply(ticket):
        raise Forbidden(_("This request is closed. Send a new one if there is more to say."))
    checked_text(text)
    moment = now()
    changes: dict[str, Any] = {
        "last_message": moment,
        "last_by_customer": not by_staff,
        "snippet": richtext.snippet(text),
        "messages": Ticket.messages + 1,
    }
    if by_staff:
        changes["staff_messages"] = Ticket.staff_messages + 1
        if ticket.first_answer is None:
            changes["first_answer"] = moment
    message = _add(ticket, actor, author, text, files, changes, is_note=False)
    events.record(
        events.REPLIED, actor, ticket=ticket, position=message.position, message=message.id
    )
    wanted = status or _following(ticket, by_staff)
    if wanted is not None:
        set_status(ticket, wanted, actor=actor)
    return message


def note(
    ticket: Ticket, *, actor: Actor, author: str, text: str, files: Sequence[Kept] = ()
) -> Message:
    """A message that only staff see; raises Invalid when it is empty."""
    checked_text(text)
    message = _add(ticket, actor, author, text, files, {"notes": Ticket.notes + 1}, is_note=True)
    events.record(events.NOTED, actor, ticket=ticket, position=message.position, message=message.id)
    return message


def can_reply(ticket: Ticket) -> bool:
    """Whether the customer may still write into this ticket."""
    return bool(ticket.is_open or settings.get("tickets.customer_reopens"))


def _following(ticket: Ticket, by_staff: bool) -> Status | None:
    """The status that a message leads to by itself: theirs after ours, ours after theirs."""
    meaning: str = ticket.status.meaning
    if by_staff:
        return statuses.default(statuses.WAITING) if meaning in ("new", "open") else None
    if meaning in (statuses.WAITING, statuses.RESOLVED, statuses.HOLD):
        return statuses.default(statuses.OPEN)
    return None


def _add(
    ticket: Ticket,
    actor: Actor,
    author: str,
    text: str,
    files: Sequence[Kept],
    changes: dict[str, Any],
    *,
    is_note: bool,
) -> Message:
    if files:
        changes["attachments"] = Ticket.attachments + len(files)
    position = advance(ticket, **changes)
    message: Message = Message.create(
        ticket=ticket,
        position=position,
        is_note=is_note,
        channel=actor.channel,
        customer=actor.customer,
        staff=actor.staff,
        author=author,
        text=text,
        html=richtext.from_text(text),
        policy=richtext.POLICY,
        created=now(),
    )
    attachments.attach(files, ticket, message)
    return message
