"""What goes out: in order, again when it failed, at least once, and never lost."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from helpdesk import db, outbox
from helpdesk.jobs import Slice
from helpdesk.schema import Outbox
from tests.cast import Desk
from tests.jobs import processes
from tests.jobs.conftest import Clock

CLEO, DAN = "cleo@example.com", "dan@example.com"


class Post:
    """A transport that keeps what it carried, and fails for the addresses that it is told."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, int]] = []
        self.failing: set[str] = set()

    def __call__(self, row: Outbox) -> None:
        if row.recipient in self.failing:
            raise ConnectionRefusedError("451 try again later")
        self.carried.append((row.recipient, row.position))

    def to(self, recipient: str) -> list[int]:
        return [position for who, position in self.carried if who == recipient]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Post:
    monkeypatch.setattr(outbox, "_transports", {})
    made = Post()
    outbox.carry("mail", made)
    return made


@pytest.fixture
def put(desk: Desk) -> Callable[..., None]:
    """Rows of one ticket, and no others."""
    ticket = desk.ticket()
    Outbox.delete().execute()

    def write(recipient: str, position: int, kind: str = "mail", *, loose: bool = False) -> None:
        outbox.put(kind, recipient, {}, ticket=None if loose else ticket, position=position)

    return write


def deliver() -> None:
    outbox.deliver(Slice(None, None))


def states() -> list[str]:
    return [row.state for row in Outbox.select().order_by(Outbox.id)]


def test_sent_once(post: Post, put: Callable[..., None]) -> None:
    put(CLEO, 1)
    deliver()
    deliver()
    assert (post.to(CLEO), states()) == ([1], ["sent"])
    assert Outbox.get().sent is not None


def test_without_a_transport_it_waits(
    post: Post, put: Callable[..., None], monkeypatch: pytest.MonkeyPatch, time_passes: Clock
) -> None:
    put(CLEO, 1, "webhook")
    put(CLEO, 2)
    monkeypatch.setattr(outbox, "_transports", {})
    deliver()
    assert states() == ["waiting", "waiting"]
    time_passes.pass_by(90 * 86_400)
    hooks = Post()
    outbox.carry("webhook", hooks)
    deliver()
    assert (hooks.to(CLEO), states()) == ([1], ["sent", "waiting"])


def test_goes_with_its_transaction(post: Post, put: Callable[..., None]) -> None:
    with pytest.raises(RuntimeError), db.transaction():
        put(CLEO, 1)
        raise RuntimeError
    deliver()
    assert post.carried == []


def test_in_order_for_each_ticket_and_recipient(
    post: Post, put: Callable[..., None], time_passes: Clock
) -> None:
    """The first to Cleo fails: hers wait behind it, Dan's and loose ones don't."""
    for position in (1, 2, 3):
        put(CLEO, position)
        put(DAN, position)
    put(CLEO, 0, loose=True)
    post.failing = {CLEO}
    deliver()
    assert post.carried == [(DAN, 1), (DAN, 2), (DAN, 3)]
    post.failing.clear()
    deliver()
    assert post.to(CLEO) == []
    time_passes.pass_by(61)
    deliver()
    assert [position for position in post.to(CLEO) if position] == [1, 2, 3]
    assert set(states()) == {"sent"}


def test_the_order_of_positions_and_not_of_ids(post: Post, put: Callable[..., None]) -> None:
    for position in (3, 1, 2):
        put(CLEO, position)
    deliver()
    assert post.to(CLEO) == [1, 2, 3]


def test_many_that_wait_keep_nobody_else_waiting(post: Post, put: Callable[..., None]) -> None:
    for position in range(60):
        put(CLEO, position)
    put(DAN, 1)
    post.failing = {CLEO}
    deliver()
    assert post.to(DAN) == [1]


def test_again_and_again_and_then_for_a_person(
    post: Post, put: Callable[..., None], time_passes: Clock
) -> None:
    put(CLEO, 1)
    put(CLEO, 2)
    post.failing = {CLEO}
    waits = []
    for _ in range(outbox.TRIES):
        deliver()
        row = Outbox.get(Outbox.position == 1)
        waits.append(row.due - time_passes())
        assert row.claimed_by == "" and row.error.startswith("ConnectionRefusedError: 451")
        time_passes.pass_by(waits[-1].total_seconds() + 1)
    grown = [later - earlier for earlier, later in pairwise(waits)]
    assert min(grown) > -timedelta(minutes=1) and sum(g > timedelta(minutes=1) for g in grown) > 6
    assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=3)
    assert states() == ["failed", "waiting"]
    post.failing.clear()
    time_passes.pass_by(1)
    deliver()
    assert (post.to(CLEO), states()) == ([2], ["failed", "sent"]), "kept, and no longer in the way"


def test_a_crash_between_sending_and_noting_it_sends_again(
    post: Post, put: Callable[..., None], desk: Desk, time_passes: Clock
) -> None:
    """At least once: a mail twice is better than a mail lost."""
    put(CLEO, 1)
    code = (
        "import os, signal\n"
        "def carry(row):\n"
        "    print('sent', flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "outbox.carry('mail', carry)\n"
        "with db.connection():\n"
        "    outbox.deliver(jobs.Slice(None, None))\n"
    )
    worker = processes.start(desk.folder, code)
    processes.go(worker)
    assert processes.line(worker) == "sent"
    worker.communicate()
    deliver()
    assert post.carried == []
    time_passes.pass_by(outbox.CLAIM + 1)
    deliver()
    assert (post.to(CLEO), states()) == ([1], ["sent"])


def test_eight_processes_send_each_once_and_in_order(
    post: Post, put: Callable[..., None], desk: Desk
) -> None:
    for position in range(1, 6):
        for recipient in (CLEO, DAN, "eve@example.com"):
            put(recipient, position)
    code = (
        "import os\n"
        "def carry(row):\n"
        "    with (registered.folder / 'out.txt').open('a') as file:\n"
        "        file.write(f'{row.recipient} {row.position}\\n')\n"
        "outbox.carry('mail', carry)\n"
        "with db.connection():\n"
        "    while Outbox.select().where(Outbox.state == 'waiting').exists():\n"
        "        outbox.deliver(jobs.Slice(None, None))\n"
    )
    workers = [processes.start(desk.folder, code) for _ in range(8)]
    processes.go(*workers)
    for worker in workers:
        processes.lines(worker)
    sent = [line.split() for line in (desk.folder / "out.txt").read_text().splitlines()]
    assert len(sent) == 15
    for recipient in (CLEO, DAN, "eve@example.com"):
        assert [int(n) for who, n in sent if who == recipient] == [1, 2, 3, 4, 5]
    assert set(states()) == {"sent"}
