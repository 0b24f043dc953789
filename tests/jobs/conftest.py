"""A clock that can be moved, and the jobs of the tests."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from helpdesk import clock, jobs, outbox, throttle
from helpdesk.schema import Job
from tests.cast import Desk
from tests.jobs import registered


class Clock:
    """The time as the desk sees it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return clock.now() + self.ahead

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead += timedelta(seconds=seconds)


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Whoever asks for the time in these modules is told what the test wants."""
    moved = Clock()
    for module in (jobs, outbox, throttle):
        monkeypatch.setattr(module, "now", moved)
    return moved


@pytest.fixture(autouse=True)
def only_our_jobs(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[None]:
    """The desk's own jobs stand aside, and what ours did is forgotten."""
    ours = {name: jobs.REGISTRY[name] for name in registered.NAMES}
    monkeypatch.setattr(jobs, "REGISTRY", ours)
    registered.done.clear()
    registered.folder = desk.folder
    Job.delete().execute()
    yield
    registered.done.clear()
