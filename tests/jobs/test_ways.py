"""The ways in which timed work is done: each leaves a beat, and several at once share the work."""

import os
import shlex
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from webtest import TestApp

from helpdesk import beats, jobs, settings, underway, work
from helpdesk.app import create_app
from helpdesk.clock import now
from helpdesk.diagnostics import ways
from helpdesk.schema import Beat, Job, Throttle
from helpdesk.web.desk import Desk as WebDesk
from tests.cast import Desk
from tests.jobs import processes
from tests.plugin_skips import thorough

JOBS = 400 if thorough() else 60
_UNTIL_NONE = """
from helpdesk.web.desk import Desk
from helpdesk.app import create_app
from webtest import TestApp
found = Desk(registered.folder)
def left():
    with db.connection():
        return Job.select().where((Job.name == "test.mark") & (Job.state == "waiting")).exists()
while left():
    {}
"""
_BY = {
    "cron": "work.run(found, 'cron')",
    "url": "TestApp(create_app(registered.folder)).get('/cron?key={key}', status=200)",
    "page": "after = work.AfterResponse(lambda *_: [b''], found); after({}, None).close()",
    "thread": "worker = work.Worker(found); work.PAUSE = 0.01; worker.start(); worker.join(2);"
    " worker.stop()",
}


def asked(desk: Desk, key: str, status: int = 200) -> str:
    """What the address says to a stranger who knows this key."""
    return str(desk.browser().get("/cron", {"key": key}, status=status).text)


def test_every_way_at_once_and_no_job_twice(desk: Desk) -> None:
    """Real processes, one for each way, over the same jobs."""
    for number in range(JOBS):
        jobs.enqueue("test.mark", number)
    codes = [code.replace("{key}", ways.key()) for code in _BY.values()]
    workers = [processes.start(desk.folder, _UNTIL_NONE.replace("{}", code, 1)) for code in codes]
    processes.go(*workers)
    for worker in workers:
        processes.lines(worker)
    done = Counter(map(int, (desk.folder / "marks.txt").read_text().split()))
    assert done == Counter(range(JOBS))
    assert {seen.way for seen in beats.seen()} <= set(beats.WAYS)
    assert set(_BY) == set(beats.WAYS)


def test_the_address_does_what_is_due(desk: Desk) -> None:
    jobs.enqueue("test.mark", 7)
    jobs.schedule()
    due = Job.select().where(Job.state == "waiting").count()
    assert asked(desk, ways.key()) == f"done: {due}\n"
    assert asked(desk, ways.key()) == "done: 0\n"
    assert (desk.folder / "marks.txt").read_text() == "7\n"


@pytest.mark.parametrize("change", [{"maintenance.on": True}, {"site.language": "es"}])
def test_the_address_works_whatever_the_portal_says(desk: Desk, change: dict[str, object]) -> None:
    settings.change(change)
    assert asked(desk, ways.key()).startswith("done: ")


def test_a_wrong_key_is_a_page_that_isnt_there_and_is_counted(desk: Desk) -> None:
    settings.change({"security.lookups_per_hour": 3})
    jobs.enqueue("test.mark", 7)
    wrong = "A" * 24
    for given in ("", "wrong", "ключ", wrong, wrong, wrong):
        asked(desk, given, 404)
    asked(desk, wrong, 429)
    assert Throttle.select().count() == 1 and not (desk.folder / "marks.txt").exists()
    assert asked(desk, ways.key()).startswith("done: "), "the right one always works"


def test_a_new_key_ends_the_old_one(desk: Desk) -> None:
    old = ways.key()
    ways.new_key(desk.anna.actor())
    asked(desk, old, 404)
    assert ways.key() != old and ways.address().endswith(f"/cron?key={ways.key()}")
    assert asked(desk, ways.key()).startswith("done: ")
    stored = (desk.folder / "config.json").read_text()
    assert ways.key() not in stored, "it is worked out, and stands nowhere"


def test_the_address_waits_for_an_update(desk: Desk) -> None:
    underway.write(desk.folder, {"what": "update"})
    asked(desk, ways.key(), 503)


def test_a_beat_a_minute(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = now()
    for seconds in (0, 30, 59, 61, 90):
        monkeypatch.setattr(beats, "now", lambda at=seconds: moment + timedelta(seconds=at))
        beats.note(beats.THREAD, 2)
    [seen] = beats.seen()
    assert (seen.way, seen.host, seen.done) == ("thread", beats.host(), 6)
    assert seen.last == moment + timedelta(seconds=61)
    Beat.create(way="cron", host="elsewhere", last=moment - timedelta(days=31))
    assert len(beats.seen()) == 2
    beats.sweep()
    assert [seen.way for seen in beats.seen()] == ["thread"]


def test_each_way_is_noted_as_itself(desk: Desk) -> None:
    found = WebDesk(desk.folder)
    work.AfterResponse(lambda *_: [b""], found)({}, lambda *_: None).close()
    asked(desk, ways.key())
    environment = {**os.environ, "HELPDESK_DATA": str(desk.folder)}
    command = [sys.executable, "-m", "helpdesk", "cron"]
    subprocess.run(command, cwd=Path(__file__).parents[2], env=environment, check=True)
    assert {seen.way for seen in beats.seen()} == {"page", "url", "cron"}


def test_the_line_for_cron_works_as_it_is(desk: Desk) -> None:
    """Run by a shell that knows nothing, as cron does."""
    line = ways.line(desk.folder)
    assert line.startswith("*/5 * * * * cd ")
    command = line.removeprefix("*/5 * * * * ").replace(r"\%", "%")
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(desk.folder)}
    run = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd="/",
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert [seen.way for seen in beats.seen()] == ["cron"]


def test_the_line_stands_a_strange_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/srv/o'neil/100% mine")
    line = ways.line(folder)
    assert r"\%" in line and "%" not in line.replace(r"\%", "")
    assert f"HELPDESK_DATA={folder}" in shlex.split(ways.command(folder))
    monkeypatch.setattr(sys, "executable", "/usr/sbin/apache2")
    assert Path(ways.python()).name.startswith("python")


def test_the_app_of_a_web_server_works_after_pages(desk: Desk) -> None:
    jobs.enqueue("test.mark", 1)
    TestApp(create_app(desk.folder, resident=True)).get("/")
    assert (desk.folder / "marks.txt").exists()
    assert [seen.way for seen in beats.seen()] == ["page"]
