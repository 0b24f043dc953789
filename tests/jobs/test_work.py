"""When timed work is done: by cron, by a thread, after a response, and by two at once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpdesk import beats, db, jobs, work
from helpdesk.schema import Job
from helpdesk.web.desk import Desk as WebDesk
from tests.cast import Desk
from tests.crowd import LONG, run_together
from tests.jobs import registered
from tests.rules.tree import ROOT
from tests.servers.mariadb import wait_until


def cron(desk: Desk, *more: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "HELPDESK_DATA": str(desk.folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "helpdesk", "cron", *more],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def states() -> dict[str, str]:
    return {row.name: row.state for row in Job.select()}


def test_cron_does_what_is_due_and_two_at_once_share_it(desk: Desk) -> None:
    Job.create(name="test.nothing", state="done")
    both = [cron(desk), cron(desk)]
    said = [one.communicate(timeout=60) for one in both]
    assert [(one.returncode, words) for one, words in zip(both, said, strict=True)] == [
        (0, ("", "")),
        (0, ("", "")),
    ]
    rows = list(Job.select().where(Job.unique_key.is_null(False)))
    known = {"outbox.deliver", "desk.sweep", "files.move", "files.sweep", "search.pack"}
    known |= {"backup.nightly", "tickets.release"}
    assert {row.name for row in rows} == known
    assert all((r.state, r.claimed_by, r.error) == ("waiting", "", "") for r in rows)
    assert all(row.finished is not None for row in rows), "each ran, once a time"


def test_cron_where_nothing_is_installed(tmp_path: Any) -> None:
    environment = {**os.environ, "HELPDESK_DATA": str(tmp_path / "none")}
    command = [sys.executable, "-m", "helpdesk", "cron"]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "no configuration" in run.stderr and "Traceback" not in run.stderr


def test_two_runs_in_one_moment_do_each_job_once(desk: Desk) -> None:
    for number in range(20):
        jobs.enqueue("test.note", number)
    found = WebDesk(desk.folder)
    run_together([lambda: work.run(found, beats.CRON) for _ in range(2)])
    work.run(found, beats.CRON)  # a list of ten that somebody else took first ends a run
    done = [number for number in registered.done if isinstance(number, int)]
    assert sorted(done) == list(range(20))


class Server:
    """A server that calls the application and, afterwards, `close`."""

    def __init__(self, desk: WebDesk) -> None:
        self.after = work.AfterResponse(self._application, desk)
        self.events: list[str] = []

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        yield b"answer"

    def answer(self) -> None:
        body = self.after({}, lambda *_: None)
        self.events.append(b"".join(body).decode())
        self.events.append(f"before close: {len(registered.done)}")
        getattr(body, "close", lambda: None)()
        self.events.append(f"after close: {len(registered.done)}")


@pytest.fixture
def two_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two jobs, and none that comes by itself."""
    monkeypatch.delitem(jobs.REGISTRY, "test.again")
    jobs.enqueue("test.note", 1)
    jobs.enqueue("test.note", 2)


@pytest.mark.usefixtures("two_due")
def test_one_job_after_the_response(desk: Desk) -> None:
    server = Server(WebDesk(desk.folder))
    server.answer()
    assert server.events == ["answer", "before close: 0", "after close: 1"]
    server.answer()
    assert server.events[-1] == "after close: 1", "not again at once"
    server.after.looked -= work.PAUSE
    server.answer()
    assert server.events[-1] == "after close: 2"


@pytest.mark.usefixtures("two_due")
def test_after_the_response_of_a_lasting_process_too(desk: Desk) -> None:
    """A web server's own process lives on, but has no thread of ours."""
    server = Server(WebDesk(desk.folder, resident=True))
    server.answer()
    assert server.events[-1] == "after close: 1"


@pytest.mark.usefixtures("two_due")
def test_never_after_the_response_where_a_thread_does_it(desk: Desk) -> None:
    server = Server(WebDesk(desk.folder, resident=True, has_thread=True))
    server.answer()
    assert server.events[-1] == "after close: 0"


@pytest.mark.usefixtures("two_due")
def test_what_goes_wrong_after_the_response_is_nobodys_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(jobs, "run_due", fail)
    Server(WebDesk(desk.folder)).answer()
    assert "timed work failed" in caplog.text and "out of order" in caplog.text


@pytest.fixture
def worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], work.Worker]]:
    """Starts the thread of a process that lives on, without its pauses."""
    monkeypatch.setattr(work, "PAUSE", 0.01)
    started: list[work.Worker] = []

    def start() -> work.Worker:
        started.append(work.Worker(WebDesk(desk.folder, resident=True)))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.mark.usefixtures("two_due")
def test_the_thread(worker: Callable[[], work.Worker]) -> None:
    running = worker()
    assert wait_until(lambda: registered.done == [1, 2], time.monotonic() + LONG)
    jobs.enqueue("test.note", 3)
    assert wait_until(lambda: 3 in registered.done, time.monotonic() + LONG)
    running.stop()
    assert not running.is_alive()
    jobs.enqueue("test.note", 4)
    assert states()["test.note"] and 4 not in registered.done


@pytest.mark.usefixtures("two_due")
def test_the_thread_lives_through_an_error(
    worker: Callable[[], work.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = jobs.schedule
    failed: list[int] = []

    def fail_once() -> None:
        if not failed:
            failed.append(1)
            raise RuntimeError
        real()

    monkeypatch.setattr(jobs, "schedule", fail_once)
    worker()
    assert wait_until(lambda: registered.done == [1, 2], time.monotonic() + LONG)
    assert failed == [1]


def test_the_thread_takes_no_transaction_apart(
    desk: Desk, worker: Callable[[], work.Worker]
) -> None:
    """It opens the desk for itself while requests are in the middle of theirs, on the same
    database object: replacing that one would put half a transaction outside of it."""
    before = db.database.obj
    with pytest.raises(RuntimeError), db.transaction():
        jobs.enqueue("test.note", "never")
        if not db.is_mysql():  # SQLite has one writer: the thread waits, so only its opening counts
            WebDesk(desk.folder, resident=True).open()
        else:
            worker()
            assert wait_until(lambda: registered.done != [], time.monotonic() + LONG)
        jobs.enqueue("test.note", "never either")
        raise RuntimeError
    assert db.database.obj is before
    assert Job.select().where(Job.name == "test.note").count() == 0
