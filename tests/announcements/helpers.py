"""Announcements, and a clock that tests move."""

from datetime import datetime, timedelta
from typing import Any

from helpdesk import announcements, db
from helpdesk.announcements import Draft
from helpdesk.clock import UTC
from helpdesk.schema import Announcement
from tests.cast import Desk

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Clock:
    """The time, as announcements see it."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


def announced(
    desk: Desk, title: str, others: dict[str, tuple[str, str]] | None = None, **more: Any
) -> Announcement:
    """What Anna announces."""
    with db.transaction():
        return announcements.add(Draft(title, **more), others or {}, actor=desk.anna.actor())
