"""Two machines that share a database and no folders: each goes on only with what it has begun."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpdesk import attachments, db, exporting, jobs, places
from helpdesk.backup import kept as backups
from helpdesk.clock import now
from helpdesk.schema import Job
from tests.cast import Desk

KINDS: dict[str, tuple[Callable[..., Job], Callable[[], list[Any]], Callable[[], Job | None]]] = {
    "export.make": (exporting.begin, exporting.kept, exporting.given_up),
    "backup.make": (backups.begin, backups.kept, backups.given_up),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def other_machine(desk: Desk, folder: Path) -> Iterator[None]:
    """With a data folder of its own, in which it has begun one of each before."""
    attachments.store(folder)
    for registered in jobs.REGISTRY.values():
        if registered.folder:
            places.mark(registered.folder())
    try:
        yield
    finally:
        attachments.store(desk.folder)


def begin(desk: Desk, start: Callable[..., Job]) -> None:
    with db.transaction():
        start(actor=desk.anna.actor())


def work(kind: str) -> None:
    for _slice in range(200):
        if (mine := jobs.claim(name=kind)) is None:
            return
        jobs.run(mine, 0.0001)


def test_only_the_machine_that_has_its_folder(desk: Desk, tmp_path: Path, kind: str) -> None:
    """From the first slice on, and in between."""
    start, kept, _given_up = KINDS[kind]
    desk.ticket()
    begin(desk, start)
    with other_machine(desk, tmp_path / "other"):
        assert jobs.claim(name=kind) is None
    first = jobs.claim(name=kind)
    assert first is not None
    jobs.run(first, 0.0001)
    with other_machine(desk, tmp_path / "other"):
        work(kind)
        assert kept() == []
    work(kind)
    assert len(kept()) == 1


def test_a_folder_that_both_share(desk: Desk, tmp_path: Path, kind: str) -> None:
    """Whoever comes first goes on."""
    start, kept, _given_up = KINDS[kind]
    begin(desk, start)
    made = jobs.REGISTRY[kind].folder
    assert made is not None
    other = tmp_path / "other"
    other.mkdir()
    (other / made().name).symlink_to(made())
    (other / "config.json").symlink_to(desk.folder / "config.json")
    with other_machine(desk, other):
        work(kind)
        assert len(kept()) == 1


def test_a_machine_that_never_comes_back(desk: Desk, tmp_path: Path, kind: str) -> None:
    """After an hour another one says so, once; then the next can be begun."""
    start, kept, given_up = KINDS[kind]
    begin(desk, start)
    Job.update(due=now() - jobs.ELSEWHERE - timedelta(seconds=1)).where(Job.name == kind).execute()
    with other_machine(desk, tmp_path / "other"):
        work(kind)
        failed = given_up()
        assert failed is not None and failed.attempts == 1
        assert "It was begun on another machine" in failed.error
        begin(desk, start)
        mine = jobs.claim(name=kind)
        assert mine is not None and mine.id != failed.id
        assert kept() == []
