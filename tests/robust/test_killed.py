"""`kill -9` at any moment: what was acknowledged is there, and nothing is there by half."""

import hashlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest

from helpdesk import attachments, db, settings
from helpdesk.schema import Attachment, Event, File, Message, Outbox, Ticket
from tests.cast import Desk
from tests.plugin_skips import thorough
from tests.robust.servers import Browser, Serving, alive, children, run_threads
from tests.rules.tree import ROOT

KILLS = 200 if thorough() else 10
SENDERS = 8


@dataclass
class Sent:
    """What eight people sent, and what they were told."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # subject: digest of its file
    tried: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep_sending(self, server: Serving, name: str, ended: threading.Event) -> None:
        """One person: a request with a file, again and again, also while nobody answers."""
        number = 0
        while not ended.is_set():
            number += 1
            subject, content = f"{name} {number}", os.urandom(random.choice((500, 90_000, 300_000)))
            digest = hashlib.sha256(content).hexdigest()
            with self.lock:
                self.tried[subject] = digest
            try:
                answer = Browser(server).submit(subject, files=[(f"{number}.png", content)])
            except (OSError, IndexError):  # no answer, or no form with a token in it
                continue
            with self.lock:
                if answer.status == 303:
                    self.acknowledged[subject] = digest
                elif answer.status != 503:
                    self.strange.append(f"{subject}: {answer.status} {answer.text[:300]}")

    @property
    def count(self) -> int:
        """How many were acknowledged."""
        with self.lock:
            return len(self.acknowledged)

    def has(self, wanted: int) -> bool:
        """Whether so many were."""
        return self.count >= wanted


@pytest.fixture
def patient(desk: Desk) -> None:
    """A desk that takes any number of requests from one address."""
    settings.change({"security.requests_per_hour": 10_000, "portal.open_limit": 0})


@pytest.mark.usefixtures("patient")
def test_killed_at_random_moments_while_eight_are_sending(
    desk: Desk, serve: Callable[..., Serving]
) -> None:
    desk.close()
    db._close()
    server, sent, ended = serve(desk.folder), Sent(), threading.Event()
    senders = run_threads(
        [partial(sent.keep_sending, server, f"sender {n}", ended) for n in range(SENDERS)]
    )
    try:
        for _ in range(KILLS):
            wanted = sent.count + random.randint(1, SENDERS)
            assert server.until(partial(sent.has, wanted)), "nobody gets through any more"
            server.kill()
            server.start()
    finally:
        ended.set()
        for sender in senders:
            sender.join(60)
    server.kill()
    assert sent.strange == []
    assert_all_or_nothing(sent)


def assert_all_or_nothing(sent: Sent) -> None:
    """Compare what they were told with what is there."""
    with db.connection():
        found = {ticket.subject: ticket for ticket in Ticket.select()}
        assert len(found) == Ticket.select().count(), "none twice"
        assert set(sent.acknowledged) <= set(found) <= set(sent.tried)
        for subject, ticket in found.items():
            assert_whole(ticket, sent.tried[subject])
        tickets = len(found)
        assert Message.select().count() == Attachment.select().count() == tickets
        assert Event.select().where(Event.ticket.is_null(False)).count() == tickets
        assert Outbox.select().count() == 2 * tickets  # to the customer and to Anna
        if not db.is_mysql():
            assert db.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.database.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def assert_whole(ticket: Ticket, digest: str) -> None:
    """Message, event and file with its bytes."""
    message = Message.get(Message.ticket == ticket.id)
    event = Event.get(Event.ticket == ticket.id)
    assert (message.position, event.position, event.message) == (1, 1, message.id)
    assert (ticket.messages, ticket.attachments, ticket.last_position) == (1, 1, 1)
    file = File.select().join(Attachment).where(Attachment.message == message.id).get()
    assert file.sha256 == digest
    content = attachments.store().path(digest).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest and len(content) == file.size


def test_sigterm_ends_it_cleanly(served: Serving) -> None:
    """Also with a browser that keeps its connection open."""
    cleo = Browser(served)
    assert cleo.submit().status == 303
    assert served.end() == 0
    assert "Traceback" not in served.said()
    with db.connection():
        assert Ticket.select().count() == 1
    assert not list(served.folder.glob("helpdesk.sqlite3-wal")), "SQLite was closed"


def test_several_processes_serve_and_a_killed_one_is_replaced(
    desk: Desk, serve: Callable[..., Serving]
) -> None:
    desk.close()
    db._close()
    server = serve(desk.folder, "--processes", "2")
    assert server.process
    parent = server.process.pid
    assert server.until(lambda: len(children(parent)) == 2)
    first = set(children(parent))
    cleo = Browser(server)
    assert cleo.submit("Before").status == 303
    for victim in sorted(first):
        os.kill(victim, 9)
        assert server.until(partial(replaced, victim, parent))
    assert not first & set(children(parent))
    assert cleo.submit("After").status == 303
    latest = children(parent)
    assert server.end() == 0
    assert not any(alive(child) for child in latest), "who ends, ends with all"
    with db.connection():
        assert {ticket.subject for ticket in Ticket.select()} == {"Before", "After"}


def replaced(victim: int, parent: int) -> bool:
    """Whether it is gone and there are two again."""
    return not alive(victim) and len(children(parent)) == 2


def test_processes_end_with_their_parent(desk: Desk, serve: Callable[..., Serving]) -> None:
    """Else they would keep the port, and a new start would fail."""
    desk.close()
    db._close()
    server = serve(desk.folder, "--processes", "2")
    parent = server.process
    assert parent and server.until(lambda: len(children(parent.pid)) == 2)
    orphans = children(parent.pid)
    os.kill(parent.pid, 9)
    parent.wait()
    assert server.until(lambda: not any(alive(child) for child in orphans))
    server.start()
    assert Browser(server).get("/").status == 200, server.said()


def test_a_port_that_is_taken(desk: Desk, served: Serving) -> None:
    command = [sys.executable, "-m", "helpdesk", "serve", "--port", str(served.port)]
    command += ["--data", str(desk.folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"Port {served.port} can't be used" in run.stderr and "Traceback" not in run.stderr
