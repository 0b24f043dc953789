"""The database server dies in the middle of timed work and comes back: nothing goes out twice, and
what was being done is soon done again."""

import threading
from collections.abc import Callable
from datetime import timedelta

import peewee
import pytest

from helpdesk import beats, db, jobs, outbox, work
from helpdesk.clock import now
from helpdesk.jobs import Slice
from helpdesk.schema import Job, Outbox
from tests.cast import Desk
from tests.jobs import registered
from tests.servers.mariadb import MariaDB

pytestmark = pytest.mark.parametrize("engine", ["mariadb"])
TO = "cleo@example.com"
Carry = Callable[[Callable[[Outbox], None]], None]


@pytest.fixture
def carry(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Carry:
    """The way by which mails leave; one waits."""
    monkeypatch.setattr(outbox, "_transports", {})
    outbox.put("mail", TO, {})
    return lambda deliver: outbox.carry("mail", deliver)


def row() -> Outbox:
    found: Outbox = Outbox.get(Outbox.recipient == TO)
    return found


def test_what_became_of_a_mail_is_noted_when_the_server_is_back(
    carry: Carry, mariadb: MariaDB
) -> None:
    """It is started again while the outcome is being stored."""
    carried: list[int] = []
    starting = threading.Thread(target=mariadb.start)

    def deliver(row: Outbox) -> None:
        carried.append(row.id)
        mariadb.kill()
        starting.start()

    carry(deliver)
    with db.patience(work.PATIENCE[beats.THREAD]):
        assert outbox.deliver(Slice(None, None)) is None
    starting.join()
    assert row().state == "sent" and carried == [row().id]


def test_what_could_not_be_noted_is_noted_by_the_next_run(carry: Carry, mariadb: MariaDB) -> None:
    """Even when the claim has run out meanwhile."""
    carried: list[int] = []

    def deliver(row: Outbox) -> None:
        carried.append(row.id)
        mariadb.kill()

    carry(deliver)
    with pytest.raises(peewee.OperationalError):
        outbox.deliver(Slice(None, None))
    mariadb.start()
    Outbox.update(claimed_until=now() - timedelta(seconds=1)).execute()
    assert row().state == "waiting"
    outbox.deliver(Slice(None, None))
    assert row().state == "sent" and carried == [row().id]


def test_a_mail_that_could_not_be_made_is_made_soon(carry: Carry, mariadb: MariaDB) -> None:
    """Nobody's mail server has refused it, so it isn't put off as long as if one had."""

    def deliver(row: Outbox) -> None:
        mariadb.kill()
        mariadb.start()
        Job.select().exists()

    carry(deliver)
    outbox.deliver(Slice(None, None))
    assert row().state == "waiting" and row().attempts == 1
    assert row().due <= now() + timedelta(seconds=2 * jobs.AWAY_PAUSE)


def test_a_job_goes_on_soon(desk: Desk, mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own failure would keep it waiting for a minute, and for an hour in the end."""

    def interrupted(piece: Slice) -> None:
        mariadb.kill()
        mariadb.start()
        Job.select().exists()

    kind = jobs.Registered("test.again", interrupted, timedelta(seconds=5))
    monkeypatch.setitem(jobs.REGISTRY, kind.name, kind)
    jobs.schedule()
    claimed = jobs.claim(name=kind.name)
    assert claimed is not None
    jobs.run(claimed)
    found = Job.get(Job.name == kind.name)
    assert (found.state, found.claimed_by, found.attempts) == ("waiting", "", 1)
    assert found.due <= now() + timedelta(seconds=2 * jobs.AWAY_PAUSE)
    assert registered.done == []
