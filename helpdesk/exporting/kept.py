"""Exports that the panel makes and keeps: in the folder `exports` of the data folder."""

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from helpdesk import attachments, events, jobs
from helpdesk.clock import UTC, now
from helpdesk.errors import NotFound
from helpdesk.events import Actor
from helpdesk.exporting.archive import Lost
from helpdesk.exporting.making import Wish, advance, begun
from helpdesk.jobs import Slice, job
from helpdesk.schema import Job

JOB = "export.make"
LOST_MOST = 3  # more often it is no accident
_NAME = re.compile(r"helpdesk-export-[0-9]{8}-[0-9]{6}\.zip")


@dataclass(frozen=True)
class Kept:
    """An export that is whole; size in bytes."""

    name: str
    size: int
    made: datetime


def begin(*, actor: Actor) -> Job:
    """Queue an export, or join the one at work."""
    if (there := running()) is not None:
        return there
    name = f"helpdesk-export-{now():%Y%m%d-%H%M%S}.zip"
    jobs.enqueue(JOB, {"name": name}, key=JOB)
    events.record(events.EXPORT_BEGUN, actor, file=name)
    queued: Job = Job.get(Job.unique_key == JOB)
    return queued


def running() -> Job | None:
    """The export at work."""
    return jobs.queued(JOB)


def given_up() -> Job | None:
    """The last export, if it failed for good."""
    return jobs.given_up(JOB)


def kept() -> list[Kept]:
    """Those that are whole, the newest first."""
    found = [file for file in _folder().glob("*.zip") if _NAME.fullmatch(file.name)]
    return [_kept(file) for file in sorted(found, reverse=True)]


def path(name: str) -> Path:
    """Where one lies; raises NotFound."""
    file = _folder() / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    return file


def remove(name: str, *, actor: Actor) -> None:
    """Delete one; raises NotFound."""
    path(name).unlink()
    events.record(events.EXPORT_DELETED, actor, file=name)


def _folder() -> Path:
    return attachments.store().folder.parent / "exports"


@job(JOB, folder=_folder)
def make(piece: Slice) -> Any:
    """A slice of an export. What the disk doesn't have any more is made anew."""
    target = _folder() / piece.payload["name"]
    wish = Wish(target.with_suffix(".making"), target)
    if target.exists():  # a slice was killed after its last step
        shutil.rmtree(wish.folder, ignore_errors=True)
        return None
    try:
        known = piece.checkpoint or begun(wish)
        more = advance(wish, known, piece.time_is_up)
    except (Lost, FileNotFoundError):
        more = known = begun(wish) | {"lost": known.get("lost", 0) + 1}
        if known["lost"] > LOST_MOST:
            raise
    piece.done, piece.total = known["done"], known["total"]
    return more


def _kept(file: Path) -> Kept:
    found = file.stat()
    return Kept(file.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))
