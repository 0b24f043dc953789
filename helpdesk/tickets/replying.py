"""What is said on a ticket after the first message."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from helpdesk import attachments, db, drafts, events, mail, mentions, richtext, settings
from helpdesk.attachments import Kept
from helpdesk.clock import now
from helpdesk.errors import Forbidden, Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Message, Status, Ticket
from helpdesk.tickets import pending
from helpdesk.tickets.order import advance
from helpdesk.tickets.sent import sent, ticket_columns
from helpdesk.tickets.submitting import TEXT_MOST, checked_text

SEEN = "seen"  # the field that is wrong when somebody else has written meanwhile


def reply(
    ticket: Ticket,
    *,
    actor: Actor,
    author: str,
    text: str = "",
    html: str = "",
    files: Sequence[Kept] = (),
    status: Status | None = None,
    seen: int | None = None,
    undo: int = 0,
) -> Message:
    """A message to or from the customer, then the status that follows from it or was chosen.

    `html`, where there is one, counts instead of `text`. A reply of staff can be taken back for
    `undo` seconds and goes out then. `seen` is the last position that the author has read. Raises
    Forbidden where a resolved ticket may not be reopened, Invalid for an empty message, for one of
    staff where it `needs_owner`, and for the field "seen" when somebody else has written since.
    """
    pending.release_due(ticket)
    by_staff = actor.kind == "staff"
    if by_staff and needs_owner(ticket):
        raise Invalid({"": _("A reply needs an owner first. Take the ticket, or assign it.")})
    if not by_staff and not can_reply(ticket):
        raise Forbidden(_("This request is closed. Send a new one if there is more to say."))
    said = _written(text, html)
    if seen is not None:
        _nothing_unseen(ticket, actor, seen)
    if by_staff and undo:
        return _held(ticket, actor, author, said, files, status, undo)
    columns = ticket_columns(ticket, said["text"], now(), by_staff=by_staff)
    message = _add(ticket, actor, author, said, files, columns)
    _forget_draft(actor, ticket, drafts.REPLY)
    sent(ticket, message, actor, status)
    return message


def note(
    ticket: Ticket,
    *,
    actor: Actor,
    author: str,
    text: str = "",
    html: str = "",
    files: Sequence[Kept] = (),
) -> Message:
    """A message that only staff see; raises Invalid when it is empty."""
    said = _written(text, html) | {"is_note": True}
    if "@" in said["text"]:
        _set_off_mentions(said, ticket)
    message = _add(ticket, actor, author, said, files, {"notes": Ticket.notes + 1})
    _forget_draft(actor, ticket, drafts.NOTE)
    events.record(events.NOTED, actor, ticket=ticket, position=message.position, message=message.id)
    return message


def needs_owner(ticket: Ticket) -> bool:
    """Whether staff can't reply before somebody has the ticket."""
    return ticket.owner_id is None and bool(settings.get("tickets.owner_first"))


def can_reply(ticket: Ticket) -> bool:
    """Whether the customer may still write into this ticket."""
    return bool(ticket.is_open or settings.get("tickets.customer_reopens"))


def _held(
    ticket: Ticket,
    actor: Actor,
    author: str,
    said: dict[str, Any],
    files: Sequence[Kept],
    status: Status | None,
    undo: int,
) -> Message:
    """A reply that nobody outside sees yet; of the ticket only its next position is used."""
    said = {**said, "pending_until": now() + timedelta(seconds=undo)}
    message = _add(ticket, actor, author, said, files, {"updated": Ticket.updated})
    _forget_draft(actor, ticket, drafts.REPLY)
    pending.hold(message, actor=actor, status=status, before=ticket.status_id)
    return message


def _written(text: str, html: str) -> dict[str, Any]:
    """The columns of a message that say what was written."""
    if not html.strip():
        checked_text(text)
        return {"text": text, "html": "", "policy": richtext.POLICY}
    if len(html) > richtext.HTML_MOST:
        checked_text("x" * (TEXT_MOST + 1))
    made, plain = richtext.clean(html)
    checked_text(plain)
    return {"text": plain, "html": made, "policy": richtext.POLICY, "original": html}


def _set_off_mentions(said: dict[str, Any], ticket: Ticket) -> None:
    plain = richtext.shown(said["text"], said["html"])
    marked = mentions.shown(plain, mail.who_see(ticket))
    if marked != plain:
        said["html"] = marked


def _nothing_unseen(ticket: Ticket, actor: Actor, seen: int) -> None:
    """Under the ticket's lock: whoever comes second is the one who is asked."""
    if ticket.last_position <= seen:
        return
    new = (Message.ticket == ticket.id) & (Message.position > seen)
    query = Message.select(Message.staff).where(new).tuples()
    # The lock comes late in a transaction; only a locking read sees what was said meanwhile.
    rows = list(db.locked(query))
    if any(staff is None or staff != actor.staff for (staff,) in rows):
        words = _("Somebody else has written meanwhile. Read it, then send yours or change it.")
        raise Invalid({SEEN: words})


def _forget_draft(actor: Actor, ticket: Ticket, kind: str) -> None:
    if actor.staff is not None:
        drafts.clear(actor.staff, ticket.id, kind)


def _add(
    ticket: Ticket,
    actor: Actor,
    author: str,
    said: dict[str, Any],
    files: Sequence[Kept],
    columns: dict[str, Any],
) -> Message:
    if files:
        columns["attachments"] = Ticket.attachments + len(files)
    position = advance(ticket, **columns)
    message: Message = Message.create(
        ticket=ticket,
        position=position,
        channel=actor.channel,
        customer=actor.customer,
        staff=actor.staff,
        author=author,
        created=now(),
        **said,
    )
    attachments.attach(files, ticket, message)
    return message
