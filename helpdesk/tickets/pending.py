"""Replies in the window in which they can be taken back: only staff see them until they go out.

A row of `pending_reply` says what follows from a reply: status, columns of the ticket, the event
with its mails. Whoever removes the row does that, so it happens once, whatever is killed or run
twice. That customers see the reply depends on its time alone.
"""

from datetime import datetime, timedelta
from typing import Any

import peewee

from helpdesk import attachments, db, drafts, events, jobs, outbox
from helpdesk.attachments import Kept
from helpdesk.clock import now
from helpdesk.drafts import Typed
from helpdesk.errors import Conflict, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.jobs import Slice, job
from helpdesk.schema import Attachment, Message, PendingReply, Status, Ticket, is_said
from helpdesk.tickets.order import advance, lock
from helpdesk.tickets.sent import sent, ticket_columns

AT_ONCE = 100


def hold(message: Message, *, actor: Actor, status: Status | None, before: int) -> None:
    """Note what follows once the reply goes out, and have it done then."""
    PendingReply.create(
        message=message.id,
        ticket=message.ticket_id,
        staff=actor.staff,
        status=status.id if status else None,
        before=before,
        channel=actor.channel,
        change_id=actor.change_id,
        until=message.pending_until,
    )
    wait = max(0, int((message.pending_until - now()).total_seconds()))
    jobs.enqueue("tickets.release", delay=wait)


def release_due(ticket: Ticket) -> int:
    """Lock a ticket at hand and let out what is due of it, before anything else is said there."""
    lock(ticket)
    mine = (PendingReply.ticket == ticket.id) & (PendingReply.until <= now())
    rows = list(PendingReply.select().where(mine).order_by(PendingReply.message))
    return sum(_released(row, ticket) for row in rows)


@job("tickets.release", every=timedelta(minutes=1))
def release(piece: Slice) -> str | None:
    """Let out every reply whose time is over."""
    due = PendingReply.select().where(PendingReply.until <= now())
    rows = list(due.order_by(PendingReply.until, PendingReply.message).limit(AT_ONCE))
    for row in rows:
        try:
            with db.transaction():
                ticket = Ticket.get_by_id(row.ticket_id)
                lock(ticket)
                _released(row, ticket)
        except peewee.OperationalError as error:
            if not db.is_deadlock(error):
                raise
            return "more"
        if piece.time_is_up():
            return "more"
    return "more" if len(rows) == AT_ONCE else None


def take_back(ticket: Ticket, position: int, *, actor: Actor) -> None:
    """Undo one's reply while nobody outside has seen it: its text and files are a draft again.

    Raises NotFound for what isn't one's own, Conflict when it has gone out.
    """
    lock(ticket)
    mine = (Message.ticket == ticket.id) & (Message.position == position)
    message: Message | None = Message.get_or_none(mine & (Message.staff == actor.staff))
    if message is None or actor.staff is None:
        raise NotFound
    waiting = (PendingReply.message == message.id) & (PendingReply.until > now())
    if PendingReply.delete().where(waiting).execute() != 1:
        raise Conflict(_("This reply has gone out already."))
    files = attachments.for_messages([message.id]).get(message.id, [])
    kept = [Kept(f.sha256, f.size, f.name, f.media_type, f.width, f.height) for f in files]
    typed = Typed(message.text, message.original or "", kept)
    drafts.put_back(actor.staff, ticket.id, drafts.REPLY, typed=typed)
    _remove(ticket, message, len(files))
    place = advance(ticket, updated=Ticket.updated)
    events.record(events.TAKEN_BACK, actor, ticket=ticket, position=place)


def pending_of(staff: int, ticket: int) -> tuple[int, datetime] | None:
    """Position and end of the window of a person's latest reply on a ticket that still waits."""
    query = (
        PendingReply.select(Message.position, PendingReply.until)
        .join(Message, on=(Message.id == PendingReply.message))
        .where(
            (PendingReply.ticket == ticket)
            & (PendingReply.staff == staff)
            & (PendingReply.until > now())
        )
    )
    row = query.order_by(PendingReply.message.desc()).tuples().first()
    return (row[0], row[1]) if row else None


def _remove(ticket: Ticket, message: Message, files: int) -> None:
    outbox.withdraw(message.id)
    Attachment.delete().where(Attachment.message == message.id).execute()
    Message.delete().where(Message.id == message.id).execute()
    if files:
        fewer = Ticket.update(attachments=Ticket.attachments - files)
        fewer.where(Ticket.id == ticket.id).execute()


def _released(row: PendingReply, ticket: Ticket) -> bool:
    """What follows from a reply, unless somebody has done or undone it; under the ticket's lock."""
    there = PendingReply.select().where(PendingReply.message == row.message)
    fresh = db.locked(there).first()
    if (
        fresh is None
        or PendingReply.delete().where(PendingReply.message == row.message).execute() != 1
    ):
        return False
    row = fresh  # what was let out before it may have changed it
    Message.update(pending_until=None).where(Message.id == row.message).execute()
    message: Message = Message.get_by_id(row.message)
    later = _said_since(message)
    columns: dict[str, Any] = ticket_columns(ticket, message, row.until, by_staff=True)
    if later:  # who spoke last, and what, is known from them
        for name in ("last_message", "last_by_customer", "snippet"):
            del columns[name]
    advance(ticket, **columns)
    actor = Actor("staff", row.channel, staff=row.staff, change_id=row.change_id)
    decided = any(later) or ticket.status_id != row.before
    chosen = Status.get_or_none(Status.id == row.status) if row.status else None
    sent(ticket, message, actor, chosen, keeps_status=decided)
    if not decided:  # replies that still wait know it as ours, not as somebody's decision
        others = (PendingReply.ticket == ticket.id) & (PendingReply.before == row.before)
        PendingReply.update(before=ticket.status_id).where(others).execute()
    return True


def _said_since(message: Message) -> list[bool]:
    """Whether the customer wrote it, for each message that was said after this one."""
    after = (Message.ticket == message.ticket_id) & (Message.position > message.position)
    query = Message.select(Message.customer).where(after & ~Message.is_note & is_said())
    rows = db.locked(query).tuples()
    return [customer is not None for (customer,) in rows]
