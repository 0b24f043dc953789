"""A reply that can still be taken back: nobody outside notices, and nothing of it is ever lost."""

import io
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from helpdesk import attachments, db, drafts, statuses, tickets
from helpdesk.clock import now
from helpdesk.errors import Conflict, NotFound
from helpdesk.events import CHANGED, REPLIED, TAKEN_BACK, Actor
from helpdesk.jobs import Slice
from helpdesk.schema import (
    Attachment,
    Event,
    Job,
    Message,
    Outbox,
    PendingReply,
    SearchDocument,
    Ticket,
)
from helpdesk.tickets import pending
from tests.cast import Desk
from tests.rules.tree import ROOT
from tests.together import at_once


def held(desk: Desk, ticket: Ticket, text: str = "Bring it in.", **more: Any) -> Message:
    """Anna's reply, which waits for a minute."""
    with db.transaction():
        return tickets.reply(
            ticket, actor=desk.anna.actor(), author="Anna", **{"text": text, "undo": 60, **more}
        )


def by_cleo(ticket: Ticket, text: str = "And the brakes?") -> Message:
    actor = Actor("customer", "portal", customer=ticket.customer_id)
    with db.transaction():
        return tickets.reply(ticket, actor=actor, author="Cleo Marsh", text=text)


def time_passes() -> None:
    """The window of every reply is over."""
    past = now() - timedelta(seconds=1)
    with db.transaction():
        Message.update(pending_until=past).where(Message.pending_until.is_null(False)).execute()
        PendingReply.update(until=past).execute()


def released() -> None:
    time_passes()
    pending.release(Slice(None, None))


def state(ticket: Ticket) -> dict[str, Any]:
    """All that lists, pages and mails of the outside could show of it."""
    row = Ticket.select().where(Ticket.id == ticket.id).dicts().get()
    del row["last_position"], row["attachments"]
    mails = Outbox.select().count()
    shown = [e.html for e in tickets.thread(ticket, for_customer=True)]
    events = Event.select().where(Event.name.in_([REPLIED, CHANGED])).count()
    return {**row, "mails": mails, "shown": shown, "events": events}


def test_nobody_outside_notices(desk: Desk) -> None:
    ticket = desk.ticket()
    before = state(ticket)
    held(desk, ticket, status=statuses.default("resolved"))
    assert state(Ticket.get()) == before
    assert SearchDocument.select().count() == 1
    shown = tickets.thread(ticket, for_customer=False)
    assert [entry.pending_until is not None for entry in shown] == [False, True]


def test_its_files_are_for_staff_only(desk: Desk) -> None:
    ticket = desk.ticket()
    kept = attachments.store().keep(io.BytesIO(b"12"), "a.txt")
    held(desk, ticket, files=(kept,))
    file = Attachment.get()
    with pytest.raises(NotFound):
        attachments.for_ticket(ticket, file.id, public_only=True)
    assert attachments.for_ticket(ticket, file.id, public_only=False)
    time_passes()
    assert attachments.for_ticket(ticket, file.id, public_only=True)


def test_goes_out_after_the_window(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket, status=statuses.default("hold"))
    released()
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.last_by_customer, fresh.snippet) == (
        "hold",
        False,
        "Bring it in.",
    )
    assert (fresh.messages, fresh.staff_messages) == (2, 1) and fresh.first_answer
    replied, changed = Event.get(Event.name == REPLIED), Event.get(Event.name == CHANGED)
    assert replied.change_id == changed.change_id and replied.staff == desk.anna.id
    assert Outbox.select().where(Outbox.message == replied.message).count() == 1
    assert SearchDocument.select().count() == 2
    assert not PendingReply.select().exists()


def test_customers_see_it_at_its_time_even_if_nothing_runs(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket)
    assert len(tickets.thread(ticket, for_customer=True)) == 1
    time_passes()
    assert len(tickets.thread(ticket, for_customer=True)) == 2


def test_released_twice_or_by_two_at_once_it_goes_out_once(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket)
    time_passes()

    def run() -> None:
        with db.connection():
            for _ in range(3):
                pending.release(Slice(None, None))

    at_once(run, run)
    pending.release(Slice(None, None))
    assert Event.select().where(Event.name == REPLIED).count() == 1
    assert Ticket.get().messages == 2


def test_a_job_is_queued_for_its_time(desk: Desk) -> None:
    held(desk, desk.ticket())
    row = Job.select().where(Job.name == "tickets.release").get()
    assert 50 <= (row.due - now()).total_seconds() <= 60


def test_taken_back_it_is_a_draft_and_leaves_no_trace(desk: Desk) -> None:
    ticket = desk.ticket()
    before = state(ticket)
    kept = attachments.store().keep(io.BytesIO(b"12"), "a.txt")
    html = "<div>Bring <strong>it</strong> in.</div>"
    message = held(desk, ticket, text="", html=html, files=(kept,))
    with db.transaction():
        tickets.take_back(ticket, message.position, actor=desk.anna.actor())
    assert state(Ticket.get()) == before and Message.select().count() == 1
    assert Ticket.get().attachments == 0 and Attachment.select().count() == 0
    draft = drafts.of(desk.anna.id, ticket.id, drafts.REPLY)
    assert (draft.text, draft.html, draft.files) == ("Bring it in.", html, [kept])
    released()
    assert state(Ticket.get()) == before
    told = Event.get(Event.name == TAKEN_BACK)
    assert told.staff == desk.anna.id
    words = tickets.thread(ticket, for_customer=False)[-1].text
    assert words == "Anna Lindgren took a reply back before it went out"
    assert len(tickets.thread(ticket, for_customer=True)) == 1


def test_what_was_typed_since_stays_behind_it(desk: Desk) -> None:
    ticket = desk.ticket()
    message = held(desk, ticket, "First")
    with db.transaction():
        drafts.save(desk.anna.id, ticket.id, drafts.REPLY, typed=drafts.Typed("Second"))
        tickets.take_back(ticket, message.position, actor=desk.anna.actor())
    assert drafts.of(desk.anna.id, ticket.id, drafts.REPLY).text == "First\n\nSecond"


def test_too_late(desk: Desk) -> None:
    ticket = desk.ticket()
    message = held(desk, ticket)
    time_passes()
    with pytest.raises(Conflict), db.transaction():
        tickets.take_back(ticket, message.position, actor=desk.anna.actor())
    released()
    with pytest.raises(Conflict), db.transaction():
        tickets.take_back(ticket, message.position, actor=desk.anna.actor())
    assert Message.select().count() == 2


def test_only_ones_own(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    message = held(desk, ticket)
    for position in (1, message.position, 99):
        with pytest.raises(NotFound), db.transaction():
            tickets.take_back(ticket, position, actor=desk.ben.actor())
    assert Message.select().count() == 2


def test_who_writes_in_the_window_is_not_closed_away(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket, status=statuses.default("resolved"))
    by_cleo(Ticket.get())
    released()
    fresh = Ticket.get()
    assert (fresh.is_open, fresh.last_by_customer, fresh.snippet) == (True, True, "And the brakes?")
    assert fresh.messages == 3 and fresh.first_answer


def test_a_decision_in_the_window_counts(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket)
    with db.transaction():
        tickets.set_status(Ticket.get(), statuses.default("hold"), actor=desk.anna.actor())
    released()
    assert Ticket.get().status.meaning == "hold"


def test_two_replies_in_one_window(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket, "First")
    held(desk, Ticket.get(), "Second", status=statuses.default("resolved"))
    released()
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.snippet, fresh.messages) == ("resolved", "Second", 3)


def test_what_is_due_goes_out_before_the_next_word(desk: Desk) -> None:
    ticket = desk.ticket()
    held(desk, ticket)
    time_passes()
    by_cleo(Ticket.get())
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.last_by_customer, fresh.messages) == ("open", True, 3)


def test_undone_and_released_at_the_same_moment_only_one_happens(desk: Desk) -> None:
    ticket = desk.ticket()
    actor, number = desk.anna.actor(), ticket.id
    for _ in range(3):
        message = held(desk, Ticket.get_by_id(number))
        row = PendingReply.get()

        def undo(position: int = message.position) -> bool:
            try:
                with db.connection(), db.transaction():
                    tickets.take_back(Ticket.get_by_id(number), position, actor=actor)
            except Conflict:
                return False
            return True

        def let_out(row: PendingReply = row) -> bool:
            with db.connection(), db.transaction():
                found = Ticket.get_by_id(number)
                tickets.release_due(found)
                return pending._released(row, found)

        done = at_once(undo, let_out)
        assert sorted(done) == [False, True]
        there = Message.select().where(Message.id == message.id).exists()
        assert there == Event.select().where(Event.message == message.id).exists()


KILLED = """
import os, pathlib, sys
from helpdesk import attachments, config, db, reactions, secrets, tickets
from helpdesk.events import Actor
from helpdesk.schema import Staff, Ticket
found = config.load(pathlib.Path(sys.argv[1]))
db.use(found.database); attachments.store(found.folder); secrets.use(found.secret_key)
reactions.register()
with db.connection():
    anna = Staff.get(Staff.email == "anna@example.com")
    with db.transaction():
        tickets.reply(Ticket.get(), actor=Actor("staff", "panel", staff=anna.id), author="Anna",
                      text="Survives", undo=2)
os.kill(os.getpid(), 9)
"""
WORKER = """
import pathlib, sys, time
from helpdesk import reactions
from helpdesk import work
from helpdesk.web.desk import Desk
reactions.register()
desk, ends = Desk(pathlib.Path(sys.argv[1])), time.monotonic() + 30
from helpdesk import db
from helpdesk.schema import PendingReply
while time.monotonic() < ends:
    work.run(desk, "cron", 5.0)
    with db.connection():
        if not PendingReply.select().exists():
            break
    time.sleep(0.2)
"""


def test_killed_inside_the_window_it_still_goes_out(desk: Desk) -> None:
    """Two real processes: one is killed right after the commit, the other one only does jobs."""
    desk.ticket()
    for code, ended in ((KILLED, -9), (WORKER, 0)):
        command = [sys.executable, "-c", code, str(desk.folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == ended, done.stderr
    fresh = Ticket.get()
    assert (fresh.snippet, fresh.status.meaning) == ("Survives", "waiting")
    message = Message.get(Message.text == "Survives")
    assert message.pending_until is None
    assert Outbox.select().where(Outbox.message == message.id).count() == 1
