"""Work in the background: claimed by one, done in slices, tried again, never twice in the queue."""

import json
from collections import Counter
from datetime import timedelta

import pytest

from helpdesk import db, jobs
from helpdesk.schema import Job
from tests.cast import Desk
from tests.crowd import run_together
from tests.jobs import processes, registered
from tests.jobs.conftest import Clock
from tests.plugin_skips import thorough

WORKERS = 8
JOBS = 400 if thorough() else 60


def only() -> Job:
    found: Job = Job.get()
    return found


def test_done_once_and_not_again(desk: Desk) -> None:
    jobs.enqueue("test.note", {"ticket": 7})
    assert jobs.is_due()
    assert (jobs.run_due(), jobs.run_due()) == (1, 0)
    assert registered.done == [{"ticket": 7}]
    assert (only().state, only().claimed_by, only().finished is not None) == ("done", "", True)


def test_unregistered_names_are_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match=r"test\.nothing"):
        jobs.enqueue("test.nothing")
    assert Job.select().count() == 0


def test_goes_with_its_transaction(desk: Desk) -> None:
    with pytest.raises(RuntimeError), db.transaction():
        jobs.enqueue("test.note")
        raise RuntimeError
    assert not jobs.is_due()


def test_later(desk: Desk, time_passes: Clock) -> None:
    jobs.enqueue("test.note", delay=60)
    assert jobs.run_due() == 0
    time_passes.pass_by(61)
    assert jobs.run_due() == 1


def test_a_key_is_queued_once_until_it_is_done(desk: Desk) -> None:
    for _ in range(3):
        jobs.enqueue("test.note", key="ticket 7")
    assert jobs.run_due() == 1
    jobs.enqueue("test.note", key="ticket 7")
    assert jobs.run_due() == 1
    assert len(registered.done) == 2


def test_a_key_is_queued_once_by_eight_at_once(desk: Desk) -> None:
    def add() -> None:
        with db.connection():
            jobs.enqueue("test.note", key="ticket 7")

    run_together([add] * WORKERS)
    assert Job.select().count() == 1


def test_claimed_once_among_eight_processes(desk: Desk) -> None:
    for number in range(JOBS):
        jobs.enqueue("test.note", number)
    code = (
        "with db.connection():\n"
        "    while (row := jobs.claim()) is not None:\n"
        "        print(json.loads(row.payload))\n"
    )
    workers = [processes.start(desk.folder, code) for _ in range(WORKERS)]
    processes.go(*workers)
    claimed = Counter(int(n) for worker in workers for n in processes.lines(worker))
    assert set(claimed) <= set(range(JOBS)) and set(claimed.values()) == {1}
    # Who lost ten rows in a row to others went home; the rest is there for the next one.
    with db.connection(keep=True):
        while (row := jobs.claim()) is not None:
            claimed[json.loads(row.payload)] += 1
    assert claimed == Counter(range(JOBS))


def test_the_claim_of_a_killed_process_runs_out(desk: Desk, time_passes: Clock) -> None:
    jobs.enqueue("test.stuck")
    worker = processes.start(desk.folder, "with db.connection():\n    jobs.run_due()\n")
    processes.go(worker)
    assert processes.line(worker) == "begun"
    worker.kill()
    worker.communicate()
    assert jobs.claim() is None
    time_passes.pass_by(jobs.CLAIM - 30)
    assert jobs.claim() is None
    time_passes.pass_by(60)
    row = jobs.claim()
    assert row is not None and row.name == "test.stuck"


def test_slices_go_on_from_the_checkpoint_after_a_kill(desk: Desk, time_passes: Clock) -> None:
    """Killed after four slices, in the middle of the fifth: nothing before it is done again."""
    jobs.enqueue("test.steps", 9)
    code = (
        "import os, signal\n"
        "with db.connection():\n"
        "    for number in range(4):\n"
        "        jobs.run(jobs.claim())\n"
        "    jobs.claim()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    worker = processes.start(desk.folder, code)
    processes.go(worker)
    worker.communicate(timeout=60)
    assert worker.returncode == -9
    assert (json.loads(only().checkpoint), only().done, only().total) == (4, 4, 9)
    time_passes.pass_by(jobs.CLAIM + 1)
    while jobs.run_due():
        pass
    assert (desk.folder / "steps.txt").read_text().split() == [str(n) for n in range(1, 10)]
    assert (only().state, only().done) == ("done", 9)


def test_a_long_job_keeps_nothing_waiting(desk: Desk, time_passes: Clock) -> None:
    jobs.enqueue("test.steps", 50)
    time_passes.pass_by(10)
    jobs.enqueue("test.note", "short")
    time_passes.pass_by(10)
    jobs.run_due(most=2)
    assert registered.done == ["short"]


def test_the_time_of_a_slice() -> None:
    assert not jobs.Slice(None, None, seconds=60).time_is_up()
    assert jobs.Slice(None, None, seconds=0).time_is_up()


def test_recurring_work_comes_back(desk: Desk, time_passes: Clock) -> None:
    for _ in range(3):
        jobs.schedule()
    assert jobs.run_due() == 1
    assert (only().state, jobs.run_due()) == ("waiting", 0)
    time_passes.pass_by(4 * 60)
    jobs.schedule()
    assert jobs.run_due() == 0
    time_passes.pass_by(61)
    assert jobs.run_due() == 1
    assert Job.select().count() == 1


def test_failed_work_waits_longer_each_time_and_then_for_a_person(
    desk: Desk, time_passes: Clock
) -> None:
    jobs.enqueue("test.fail", key="k")
    waits = []
    for _ in range(jobs.TRIES):
        assert jobs.run_due() == 1
        waits.append(only().due - time_passes())
        assert jobs.run_due() == 0
        time_passes.pass_by(waits[-1].total_seconds() + 1)
    assert waits == sorted(set(waits)) and waits[0] >= timedelta(seconds=55)
    assert (only().state, only().attempts, only().claimed_by) == ("failed", jobs.TRIES, "")
    assert only().error == "OSError: no route to host"
    assert not jobs.is_due()
    jobs.enqueue("test.fail", key="k")
    assert jobs.is_due(), "a failed one doesn't keep the same work from being queued again"


def test_recurring_work_never_gives_up(
    desk: Desk, time_passes: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = jobs.Registered("test.again", registered.fail, timedelta(minutes=5))
    monkeypatch.setitem(jobs.REGISTRY, "test.again", kind)
    jobs.schedule()
    for _ in range(3 * jobs.TRIES):
        assert jobs.run_due() == 1
        time_passes.pass_by(3601)
    assert only().state == "waiting"
    monkeypatch.setitem(
        jobs.REGISTRY, "test.again", jobs.Registered("test.again", registered.again, kind.every)
    )
    assert jobs.run_due() == 1
    assert (registered.done, only().attempts, only().error) == (["again"], 0, "")


@pytest.mark.parametrize(
    ("name", "payload", "error"),
    [
        ("test.of_another_release", "null", "LookupError: unknown job 'test.of_another_release'"),
        ("test.note", "{", "JSONDecodeError"),
        ("test.unwritable", "null", "TypeError"),
    ],
)
def test_what_can_never_work_keeps_nothing_else_from_working(
    desk: Desk, time_passes: Clock, name: str, payload: str, error: str
) -> None:
    Job.create(name=name, payload=payload, due=time_passes() - timedelta(hours=1))
    jobs.enqueue("test.note", "next")
    assert jobs.run_due() == 2
    assert registered.done == ["next"]
    assert Job.get(Job.name == name, Job.state == "waiting").error.startswith(error)
    for _ in range(jobs.TRIES):
        time_passes.pass_by(3601)
        jobs.run_due()
    assert Job.get(Job.error.startswith(error)).state == "failed"


def test_who_lost_the_claim_changes_nothing(desk: Desk, time_passes: Clock) -> None:
    jobs.enqueue("test.note")
    slow = jobs.claim("slow")
    assert slow is not None
    time_passes.pass_by(jobs.CLAIM + 1)
    quick = jobs.claim("quick")
    assert quick is not None
    jobs.run(slow)
    assert (only().state, only().claimed_by) == ("waiting", "quick")
    jobs.run(quick)
    assert only().state == "done"


def test_old_ones_are_swept(desk: Desk, time_passes: Clock) -> None:
    jobs.enqueue("test.note")
    jobs.run_due()
    assert jobs.sweep() == 0
    time_passes.pass_by(8 * 86_400)
    assert jobs.sweep() == 1


def test_it_is_quiet_while_nothing_is_due_and_what_comes_back_is_queued(desk: Desk) -> None:
    """Processes that answer one request ask this before they import the code of all jobs."""
    Job.delete().execute()
    assert not jobs.is_quiet(), "nobody has queued what comes back"
    jobs.enqueue("test.note", delay=60)
    assert jobs.is_quiet()
    jobs.enqueue("test.note")
    assert not jobs.is_quiet()
