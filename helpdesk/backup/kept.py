"""Backups that the desk keeps, in the folder `backups` of its data folder: made and verified by
jobs, at night by themselves, the oldest removed."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk import attachments, config, events, jobs, settings
from helpdesk.backup import verifying, writing
from helpdesk.backup.archive import Refused
from helpdesk.backup.header import Header
from helpdesk.clock import UTC, now
from helpdesk.errors import NotFound, Unavailable
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.jobs import Slice, job
from helpdesk.schema import Job

FOLDER = "backups"
MAKE, VERIFY = "backup.make", "backup.verify"
_NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{0,80}\.tar")
_OURS = re.compile(r"helpdesk-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}(-[0-9]+)?\.tar")
_CHECKED = ".checked"  # what reading all of one came to, beside it


@dataclass(frozen=True)
class Kept:
    """A backup that is whole by its name; size in bytes. `header` is None, and `why` says why,
    where it can't be taken; `checked` is when all of it was read."""

    name: str
    size: int
    made: datetime
    header: Header | None
    why: str
    checked: datetime | None


def begin(*, actor: Actor) -> Job:
    """Queue a backup, or join the one at work."""
    if (there := running(MAKE)) is not None:
        return there
    name = _free_name()
    jobs.enqueue(MAKE, {"name": name}, key=MAKE)
    events.record(events.BACKUP_BEGUN, actor, file=name)
    queued: Job = Job.get(Job.unique_key == MAKE)
    return queued


def verify(name: str) -> None:
    """Queue the reading of all of one. Raises NotFound."""
    path(name)
    if running(VERIFY) is None:
        jobs.enqueue(VERIFY, {"name": name}, key=VERIFY)


def running(kind: str = "") -> Job | None:
    """What is at work: a backup, or the reading of one."""
    return jobs.queued(kind) if kind else jobs.queued(MAKE, VERIFY)


def given_up() -> Job | None:
    """The last backup, if it failed for good."""
    return jobs.given_up(MAKE)


def kept() -> list[Kept]:
    """Those that are whole, the newest first."""
    found = [_kept(file) for file in folder().glob("*.tar") if _NAME.fullmatch(file.name)]
    return sorted(found, key=lambda one: (one.made, one.name), reverse=True)


def one(name: str) -> Kept:
    """One of them. Raises NotFound."""
    return _kept(path(name))


def path(name: str) -> Path:
    """Where one lies. Raises NotFound."""
    file = folder() / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    return file


def remove(name: str, *, actor: Actor) -> None:
    """Delete one. Raises NotFound."""
    _unlink(path(name))
    events.record(events.BACKUP_DELETED, actor, file=name)


def folder() -> Path:
    """Where they are; it may not be there yet."""
    return attachments.store().folder.parent / FOLDER


@job(MAKE, folder=folder)
def make(piece: Slice) -> Any:
    """A slice of a backup; behind the last one those that are too many go."""
    here = folder()
    here.mkdir(mode=0o700, exist_ok=True)
    for left in here.glob("*.part"):
        if left != writing.unfinished(here / piece.payload["name"]):
            left.unlink(missing_ok=True)  # a job that was given up
    step = writing.slice_of(
        here.parent,
        here / piece.payload["name"],
        piece.checkpoint,
        piece.seconds,
        settings.get("backup.passphrase"),
        with_files=settings.get("backup.with_files"),
    )
    piece.done, piece.total = step.done, step.total
    if step.checkpoint is None:
        _remove_oldest()
    return step.checkpoint


@job(VERIFY, folder=folder)
def verify_slice(piece: Slice) -> Any:
    """Read a part of one; what it came to is kept beside it."""
    try:
        file = path(piece.payload["name"])
        step = verifying.slice_of(file, piece.checkpoint, piece.seconds, None)
    except NotFound:
        return None
    except Refused as error:
        _note(file, error.message)
        return None
    piece.done, piece.total = step.done, step.total
    if step.checkpoint is None:
        _note(file, "")
    return step.checkpoint


@job("backup.nightly", every=timedelta(minutes=10))
def nightly(piece: Slice) -> None:
    """Begin a backup once a day, at an hour of the desk's zone; after a night without timed work as
    soon as there is some."""
    if not settings.get("backup.nightly") or running(MAKE) is not None:
        return
    due = _due(now().astimezone(ZoneInfo(settings.get("site.timezone"))))
    made = [found.made for found in kept() if _OURS.fullmatch(found.name)]
    tried = Job.select().where((Job.name == MAKE) & (Job.created >= due)).exists()
    if not tried and not any(moment >= due for moment in made):
        begin(actor=events.system("job"))


def _due(local: datetime) -> datetime:
    """The last time that the hour came, in UTC."""
    hour = settings.get("backup.hour")
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    last = today if today <= local else today - timedelta(days=1)
    return last.astimezone(UTC)


def _remove_oldest() -> None:
    ours = [found.name for found in kept() if _OURS.fullmatch(found.name)]
    for name in ours[settings.get("backup.keep") :]:
        _unlink(folder() / name)


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
        file.with_name(file.name + _CHECKED).unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(
            _("The backup can't be deleted: %(detail)s.") % {"detail": error.strerror}
        ) from error


def _free_name() -> str:
    zone = ZoneInfo(settings.get("site.timezone"))
    stem = f"helpdesk-{now().astimezone(zone):%Y-%m-%d-%H%M}"
    names = [f"{stem}.tar", *(f"{stem}-{number}.tar" for number in range(2, 1000))]
    return next(name for name in names if not (folder() / name).exists())


def _kept(file: Path) -> Kept:
    found = file.stat()
    made = datetime.fromtimestamp(int(found.st_mtime), UTC)
    try:
        header, why = verifying.look(file), ""
    except Refused as error:
        header, why = None, error.message
    checked, broken = _noted(file)
    return Kept(file.name, found.st_size, made, header, why or broken, checked)


def _note(file: Path, why: str) -> None:
    told = {"at": now().isoformat(), "why": why, "size": file.stat().st_size}
    config.write_whole(file.with_name(file.name + _CHECKED), json.dumps(told).encode())


def _noted(file: Path) -> tuple[datetime | None, str]:
    try:
        told = json.loads(file.with_name(file.name + _CHECKED).read_text("utf-8"))
        if told["size"] == file.stat().st_size:
            return datetime.fromisoformat(told["at"]), str(told["why"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None, ""
