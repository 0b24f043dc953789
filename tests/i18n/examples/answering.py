"""What staff see while they answer: replies that wait, drafts, mails that failed, a long thread."""

from collections.abc import Iterator
from datetime import timedelta

from helpdesk import db, drafts, tickets
from helpdesk.clock import now
from helpdesk.schema import Message, Outbox, PendingReply, Ticket
from tests.i18n.tour import SUBJECT, TEXT, Page, Tour, changed, example, send

RICH = f"<div>{TEXT}</div><ul><li><strong>{TEXT}</strong></li></ul><blockquote>{TEXT}</blockquote>"


@example("POST /admin/tickets/<number:int>/undo/<position:int>")
def answering(tour: Tour) -> Iterator[Page]:
    """All that can happen to a reply."""
    yield from undone(tour)
    yield from asked_first(tour)
    yield from mails_of_a_reply(tour)


def undone(tour: Tour) -> Iterator[Page]:
    """Waiting, taken back, too late."""
    at = f"/admin/tickets/{tour.desk.ticket(SUBJECT, text=TEXT).id}"
    with changed(**{"tickets.undo_seconds": 60}):
        waiting = send(tour.anna, at, f"{at}/reply", message=TEXT, message_html=RICH).follow()
        yield "reply, waiting", waiting
        yield "reply, waiting, seen by others", tour.viewer.get(at)
        yield "reply, taken back", send(tour.anna, at, f"{at}/undo/2").follow()
        send(tour.anna, at, f"{at}/reply", message=TEXT)
        PendingReply.update(until=now() - timedelta(seconds=1)).execute()
        yield "reply, too late", send(tour.anna, at, f"{at}/undo/4").follow()


def asked_first(tour: Tour) -> Iterator[Page]:
    """Somebody else was faster; and where one goes on."""
    ticket, other = (tour.desk.ticket(SUBJECT, text=TEXT) for _ in "12")
    at, ben = f"/admin/tickets/{ticket.id}", tour.desk.ben
    with db.transaction():
        tickets.reply(ticket, actor=ben.actor(), author=ben.name, text=TEXT)
    yield "reply, past another's", send(tour.anna, at, f"{at}/reply", message=TEXT, seen="1")
    following = {"then_asked": "1", "then": "next"}
    fields = {"message": TEXT, **following}
    yield "reply, the next one", send(tour.anna, at, f"{at}/reply", **fields).follow()
    Ticket.update(is_open=False).where(Ticket.id != other.id).execute()
    at = f"/admin/tickets/{other.id}"
    yield "reply, nothing left", send(tour.anna, at, f"{at}/reply", **fields).follow()


def mails_of_a_reply(tour: Tour) -> Iterator[Page]:
    """Failed, with and without a reason; a draft; and only a part of a long thread."""
    ticket = tour.desk.ticket(SUBJECT, text=TEXT)
    at, anna = f"/admin/tickets/{ticket.id}", tour.desk.anna
    with db.transaction():
        for _ in range(60):
            tickets.reply(ticket, actor=anna.actor(), author=anna.name, text=TEXT)
        drafts.save(anna.id, ticket.id, "reply", typed=drafts.Typed(TEXT, RICH))
        mine = Outbox.message.in_(Message.select(Message.id).where(Message.ticket == ticket.id))
        Outbox.update(state="failed", error=TEXT).where(mine).execute()
    yield "ticket, failed mails", tour.anna.get(at)
    yield "ticket, earlier messages", tour.anna.get(f"{at}?before=20")
