"""Each fact with how it is, and what to do."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import peewee
import pytest

from helpdesk import bytecode, diagnostics, integrity, settings
from helpdesk.clock import now
from helpdesk.db import size
from helpdesk.diagnostics import post, space, storage, timed, versions
from helpdesk.diagnostics.facts import BAD, GOOD, PLAIN, WARN, Around, Fact
from helpdesk.integrity import Problem
from helpdesk.schema import Beat, Job, Outbox
from tests.cast import Desk


def by_title(facts: Any) -> dict[str, Fact]:
    """The facts of a part, by what they are about."""
    return {fact.title: fact for fact in facts}


def beat(way: str, minutes: int) -> None:
    Beat.create(way=way, host="here", last=now() - timedelta(minutes=minutes), done=1)


@pytest.mark.parametrize(
    ("beats", "how", "is_told"),
    [
        ({}, WARN, False),
        ({"thread": 1}, GOOD, False),
        ({"cron": 20, "page": 3}, GOOD, False),
        ({"page": 20}, WARN, False),  # nobody opens pages at night
        ({"cron": 20}, BAD, True),
        ({"cron": 200, "page": 20}, BAD, True),
        ({"cron": 8 * 1440, "page": 20}, WARN, False),  # long given up
    ],
)
def test_timed_work(desk: Desk, beats: dict[str, int], how: str, is_told: bool) -> None:
    for way, minutes in beats.items():
        beat(way, minutes)
    fact = by_title(timed.facts(Around(desk.folder)))["Timed work"]
    assert fact.how == how and bool(fact.advice) == (how != GOOD)
    assert bool(diagnostics.trouble()) == is_told


def test_jobs(desk: Desk) -> None:
    Job.create(name="a", state="failed", error="x")
    Job.create(name="b", due=now() - timedelta(minutes=1))
    found = by_title(timed.facts(Around(desk.folder)))
    assert found["Jobs that failed"].how == WARN and found["Jobs that failed"].value == "1"
    assert found["Jobs that are due"].value == "1"


def test_mail(desk: Desk) -> None:
    found = by_title(post.facts(Around(desk.folder)))
    assert found["Last sent"].value == "nothing yet" and found["Could not be sent"].how == GOOD
    desk.ticket()
    Outbox.update(state="failed").execute()
    found = by_title(post.facts(Around(desk.folder)))
    assert found["Could not be sent"].how == WARN and found["Could not be sent"].page


def test_space_and_rights(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.folder.chmod(0o700)
    (desk.folder / "config.json").chmod(0o600)
    found = by_title(storage.facts(Around(desk.folder)))
    assert found["Rights of the data folder"].how == GOOD
    assert found["Rights of the configuration"].value == "600"
    assert "tickets 0" in found["Rows, about"].value
    assert found["Size of the database"].value[0].isdigit()
    (desk.folder / "config.json").chmod(0o644)
    desk.folder.chmod(0o755)
    usage = type(shutil.disk_usage(desk.folder))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**7))
    found = by_title(storage.facts(Around(desk.folder)))
    assert found["Free disk space"].how == BAD
    assert found["Rights of the configuration"].command.startswith("chmod 600 ")
    assert found["Rights of the data folder"].how == WARN


def test_the_size_of_a_database_that_may_not_be_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise peewee.OperationalError(1142, "SELECT command denied")

    monkeypatch.setattr(size, "measured", refused)
    found = by_title(storage.facts(Around(desk.folder)))
    assert found["Size of the database"].value == "can’t be seen" and "Data folder" in found


def test_a_large_folder_is_looked_at_for_a_moment_only(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(bytes(1000))
    assert space.used(tmp_path) == (1000, True)
    assert space.used(tmp_path, seconds=-1) == (0, False)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"mod_wsgi.version": (4, 9)}, "mod_wsgi"),
        ({"passenger.hijack": None}, "Passenger"),
        ({"PASSENGER_APP_ENV": "production"}, "Passenger"),
        ({"waitress.client_disconnected": None}, "waitress"),
        ({"wsgi.run_once": True}, "CGI"),
        ({}, "WSGI"),
    ],
)
def test_how_it_was_started(environ: dict[str, Any], words: str) -> None:
    assert versions.entry(environ) == words


def test_libraries_and_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = by_title(versions.facts(Around(desk.folder)))
    assert "bottle 0.13" in found["Libraries"].code and "Files of the program" not in found
    monkeypatch.setattr(integrity, "is_release", lambda: True)
    monkeypatch.setattr(integrity, "problems", lambda: [])
    found = by_title(versions.facts(Around(desk.folder)))
    assert found["Files of the program"].how == GOOD
    wrong = [Problem(f"helpdesk/{number}.py", "missing") for number in range(12)]
    monkeypatch.setattr(integrity, "problems", lambda: wrong)
    found = by_title(versions.facts(Around(desk.folder)))
    fact = found["Files of the program"]
    assert fact.how == BAD and "helpdesk/9.py (missing) +2" in fact.code and fact.advice


def test_bytecode_matters_where_each_request_is_a_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "compiled", lambda: bytecode.Progress(None, 1, 2))
    monkeypatch.setattr(bytecode, "is_possible", lambda: True)
    for environ, how in (({"wsgi.run_once": True}, WARN), ({}, PLAIN)):
        fact = by_title(versions.facts(Around(desk.folder, environ)))["Compiled for this Python"]
        assert (fact.value, fact.how) == ("1 of 2 files", how)


def test_maintenance_is_told(desk: Desk) -> None:
    for is_on, how in ((False, GOOD), (True, WARN)):
        settings.change({"maintenance.on": is_on})
        groups = {group.name: group for group in diagnostics.groups(Around(desk.folder))}
        assert groups["portal"].how == how
