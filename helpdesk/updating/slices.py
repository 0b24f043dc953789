"""Begins an update and takes it further, slice by slice, by one process at a time."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import peewee

from helpdesk import bytecode, db, migrations, restart, underway
from helpdesk.errors import Conflict, HelpdeskError, Unavailable
from helpdesk.i18n import _
from helpdesk.updating import checking, keeping, records, release
from helpdesk.updating.planning import look
from helpdesk.updating.records import Record

SLICE = 5.0  # seconds
WAIT = 10.0  # seconds for another who is at it at this moment
log = logging.getLogger("helpdesk.updating")
# What may pass by itself: the server is away, restarts, is busy, or has no room at this moment.
_DEFINITE = {1044, 1142, 1146}  # MySQL: a right or a table is missing
_PASSING = ("locked", "busy", "full", "disk i/o", "readonly", "unable to open")  # SQLite


class Failed(Exception):
    """A check that wasn't passed, in words."""


def begin(folder: Path, *, by: str, backup: bool = True) -> Record:
    """Shut the desk and begin, or join what has begun. Raises Conflict when there is nothing to do
    or something else is under way, Unavailable."""
    with underway.alone(folder, wait=WAIT) as mine:
        if known := records.running(folder):
            return known
        if not mine:
            raise Unavailable(_("Somebody else is updating the tables at this moment."))
        if underway.is_running(folder):
            raise Conflict(_("A backup is being restored at this moment. Wait until it has ended."))
        plan = look(folder)
        if plan.is_newer:
            raise Conflict(_("The database is of a newer release than the program."))
        if not plan.is_due:
            raise Conflict(_("The tables are up to date."))
        known = Record(records.BACKUP if backup else records.MIGRATIONS, plan.old, plan.new, by)
        known.before = plan.ran
        if backup:
            known.archive = keeping.archive(folder, known)
        with db.connection():
            known.site = underway.site()
        records.keep(folder, known)
        return known


def advance(
    folder: Path, seconds: float = SLICE, tell: Callable[[Record], None] | None = None
) -> Record | None:
    """One slice, or a look at it while somebody else is at it; None when nothing is under way.
    `tell` is called after each step of this process.

    Raises Unavailable when it can't go on now: what is done stays, and it can be tried again.
    """
    ends = time.monotonic() + seconds
    with underway.alone(folder) as mine:
        known = records.running(folder)
        if known is None or not mine:
            return known or records.last(folder)
        while not known.ended:
            _step(folder, known, max(0.1, ends - time.monotonic()), tell or _nothing)
            if time.monotonic() >= ends:
                break
        return known


def go_back(folder: Path, why: str) -> Record | None:
    """Give up what can't go on, and bring the tables back to where they were."""
    with underway.alone(folder, wait=WAIT) as mine:
        known = records.running(folder)
        if known and mine and known.phase in (records.MIGRATIONS, records.CHECK) and known.archive:
            known.error = known.error or why
            known.enter(records.BACK)
            records.keep(folder, known)
        return known


def _nothing(known: Record) -> None:
    """Nobody wants to hear of it."""


def _step(folder: Path, known: Record, seconds: float, tell: Callable[[Record], None]) -> None:
    """A part of the phase at hand; what it came to is kept before anything else is done."""
    try:
        then = _PHASES[known.phase](folder, known, seconds)
    except Exception as error:
        _wrong(folder, known, error)
        return
    tell(known)
    if known.phase != records.BACK:
        known.error = ""
    if then:
        log.info("update: %s", then)
        known.enter(then)
    records.keep(folder, known)


def _backup(folder: Path, known: Record, seconds: float) -> str:
    return records.MIGRATIONS if keeping.back_up(folder, known, seconds) else ""


def _migrations(folder: Path, known: Record, seconds: float) -> str:
    ends = time.monotonic() + seconds
    with db.connection():
        if migrations.progress().newer:
            raise Failed(_("The database is of a newer release than the program."))
        if known.checkpoint != "counted":
            if not checking.count(known.counts, seconds):
                return ""
            known.checkpoint = "counted"
            records.keep(folder, known)  # what is counted after a script has run isn't "before"
        found = migrations.run_slice(max(0.0, ends - time.monotonic()))
    known.done, known.total = found.done - known.before, found.total - known.before
    return records.CHECK if found.finished else ""


def _check(folder: Path, known: Record, seconds: float) -> str:
    after: dict[str, int] = known.checkpoint or {}
    known.total = len(checking.MAIN)
    with db.connection():
        if not after and (wrong := checking.missing() or checking.damage(seconds)):
            raise Failed(wrong)
        counted = checking.count(after, seconds)
    known.checkpoint, known.done = after, len(after)
    if not counted:
        return ""
    if wrong := checking.lost(known.counts, after):
        raise Failed(wrong)
    return records.FINISH


def _finish(folder: Path, known: Record, seconds: float) -> str:
    compiled = bytecode.compile_some(seconds, known.checkpoint or "")
    known.checkpoint, known.done, known.total = compiled
    if compiled.checkpoint is not None:
        return ""
    with db.connection():
        release.note()
    restart.ask(folder)  # a process that began in the midst of the upload has some of the old code
    return records.DONE


def _back(folder: Path, known: Record, seconds: float) -> str:
    return records.UNDONE if keeping.put_back(folder, known, seconds) else ""


_PHASES = {
    records.BACKUP: _backup,
    records.MIGRATIONS: _migrations,
    records.CHECK: _check,
    records.FINISH: _finish,
    records.BACK: _back,
}


def _wrong(folder: Path, known: Record, error: Exception) -> None:
    """A step failed: before the migrations nothing has changed, so it ends there; after them the
    way back begins, unless trying again may help. Raises Unavailable when only that is left."""
    if isinstance(error.__cause__, peewee.PeeweeException):
        error = error.__cause__  # `db.connection` takes nearly all of them for passing
    words = _words(error)
    traced = None if isinstance(error, HelpdeskError | Failed) else error
    log.error("update: %s failed: %s", known.phase, words, exc_info=traced)
    if known.phase == records.BACKUP:
        keeping.drop(folder, known)
        known.error = words
        known.enter(records.STOPPED)
    elif known.phase in (records.MIGRATIONS, records.CHECK) and not _passes(error):
        known.error = words
        known.enter(records.BACK if known.archive else records.STOPPED)
    else:
        records.keep(folder, known)
        raise Unavailable(words) from error
    records.keep(folder, known)


def _passes(error: Exception) -> bool:
    """Whether it is no fault of the step, so that trying again may help."""
    if isinstance(error, Unavailable):
        return True
    if not isinstance(error, peewee.PeeweeException):
        return False
    if db.is_mysql():
        definite = bool(error.args) and error.args[0] in _DEFINITE
        return not definite and (db.is_deadlock(error) or db.is_unavailable(error))
    return any(words in str(error).lower() for words in _PASSING)


def _words(error: Exception) -> str:
    if isinstance(error, HelpdeskError | Failed):
        return str(error)
    if isinstance(error, peewee.PeeweeException):
        return _("The database says: %(detail)s") % {"detail": error}
    return f"{type(error).__name__}: {error}"
