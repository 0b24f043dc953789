"""Work in the background: rows claimed by one process each, done in slices with a checkpoint.

`@job("name", every=…)` registers a function; it gets a `Slice`, works until `slice.time_is_up()`,
and returns the checkpoint to go on from, or None when all is done. A killed process loses its claim
after `CLAIM` seconds and another one goes on from the last checkpoint, so every job may run twice.

Files that a job goes on from lie in its kind's `folder`. Of several machines only one that has that
very folder takes it; when none has for `ELSEWHERE` it fails, so that it can be begun anew.
"""

import json
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from helpdesk import db, places
from helpdesk.clock import now
from helpdesk.errors import Unavailable
from helpdesk.i18n import _
from helpdesk.schema import Job

SLICE = 5.0  # seconds of work before the checkpoint is stored
CLAIM = 120  # seconds that a claim holds without a word from its process
TRIES = 5
ELSEWHERE = timedelta(hours=1)  # for which a job waits for a machine that has its folder
PAUSE = 30.0  # seconds, doubled with each try
AWAY_PAUSE = 2.5  # the same where the database went away in the middle
log = logging.getLogger("helpdesk.jobs")


@dataclass
class Slice:
    """What a job's function works with: where to go on, and for how long."""

    payload: Any
    checkpoint: Any
    seconds: float = SLICE
    done: int = 0
    total: int = 0
    began: float = field(default_factory=time.monotonic)

    def time_is_up(self) -> bool:
        """Whether to stop here and return a checkpoint."""
        return time.monotonic() - self.began >= self.seconds


Work = Callable[[Slice], Any]


@dataclass(frozen=True)
class Registered:
    """A kind of job: its function, and how often it comes back by itself."""

    name: str
    work: Work
    every: timedelta | None
    folder: Callable[[], Path] | None = None


class NotHere(Unavailable):
    """The job's files lie on another machine, which hasn't gone on with them."""


REGISTRY: dict[str, Registered] = {}
_before: list[Callable[[], None]] = []


def job(
    name: str, *, every: timedelta | None = None, folder: Callable[[], Path] | None = None
) -> Callable[[Work], Work]:
    """Register a function as a kind of job; with `every` it is queued again after each run. With a
    `folder` its payload is a dictionary, to which `enqueue` adds which folder that is here."""

    def register(work: Work) -> Work:
        REGISTRY[name] = Registered(name, work, every, folder)
        return work

    return register


def prepare(load: Callable[[], None]) -> None:
    """Have all kinds of jobs registered when the registry is first looked into."""
    if not _before:
        _before.append(load)


def enqueue(name: str, payload: Any = None, *, key: str | None = None, delay: int = 0) -> None:
    """Queue work `delay` seconds from now; the same `key` is queued only once."""
    if name not in _registry():
        raise ValueError(f"unregistered job {name!r}")
    if folder := _registry()[name].folder:
        payload = {**payload, "place": places.mark(folder())}
    row = {
        "name": name,
        "unique_key": key,
        "payload": json.dumps(payload),
        "due": now() + timedelta(seconds=delay),
    }
    if key and Job.select().where(Job.unique_key == key).exists():
        return
    try:
        db.retried(lambda: _insert(row))
    except db.IntegrityError:
        if not key:
            raise


def queued(*keys: str) -> Job | None:
    """The work with one of these keys that is waiting or at work, the oldest first."""
    found: Job | None = Job.select().where(Job.unique_key.in_(keys)).order_by(Job.id).first()
    return found


def given_up(name: str) -> Job | None:
    """The last work of a kind, if it failed for good."""
    last: Job | None = Job.select().where(Job.name == name).order_by(Job.id.desc()).first()
    return last if last is not None and last.state == "failed" else None


def schedule() -> None:
    """Queue every recurring job that isn't queued yet."""
    there = {row.unique_key for row in Job.select(Job.unique_key).where(Job.state == "waiting")}
    for kind in _registry().values():
        if kind.every is not None and f"every:{kind.name}" not in there:
            enqueue(kind.name, key=f"every:{kind.name}")


def is_due() -> bool:
    """Whether there is anything to claim."""
    return bool(_claimable().exists())


def is_quiet() -> bool:
    """Whether nothing is due, and what comes back is queued; no job's code is needed to tell."""
    return not is_due() and Job.select().where(Job.state == "waiting").exists()


def run_due(seconds: float = SLICE, most: int = 0) -> int:
    """Claim and run what is due until the time is up, or `most` slices; returns how many it were.

    Raises Unavailable when the database goes away: claims it can't give back run out.
    """
    ends, slices = time.monotonic() + seconds, 0
    while time.monotonic() < ends and (row := claim()) is not None:
        run(row, min(SLICE, max(0.1, ends - time.monotonic())))
        slices += 1
        if slices == most:
            break
    return slices


def claim(owner: str = "", *, name: str = "") -> Job | None:
    """Take one due job, of one kind if named: the conditional UPDATE must change just one row."""
    owner = owner or _owner()
    due = _claimable().where(Job.name == name) if name else _claimable()
    # As a list: on SQLite rows that are still being read keep this connection in the past, and
    # beginning to write from there fails at once when somebody else has written.
    for row in list(due.order_by(Job.due, Job.id).limit(10)):
        if not _is_here(row) and row.due > now() - ELSEWHERE:
            continue
        if db.retried(partial(_take, row.id, owner)):
            mine: Job = Job.get_by_id(row.id)
            return mine
    return None


def drive(*names: str, seconds: float = SLICE) -> None:
    """Run one slice of a job of one of these kinds, for somebody who looks on, unless somebody else
    is at it."""
    for name in names:
        if (row := claim(name=name)) is not None:
            run(row, seconds)
            return


def run(row: Job, seconds: float = SLICE) -> None:
    """Run one slice of a claimed job and store where it stands."""
    try:
        kind = _kind(row.name)
        if not _is_here(row):
            raise NotHere(_("It was begun on another machine, which hasn't gone on with it."))
        piece, checkpoint = db.retried(lambda: _worked(kind, row, seconds))
        stored = json.dumps(checkpoint)
    except Exception as error:
        log.exception("job %s failed", row.name)
        _failed(row, error)
        return
    _stored(row, piece, stored, kind)


def try_again(number: int) -> bool:
    """Let a job wait anew that was given up; whether there was one."""
    given_up = (Job.id == number) & (Job.state == "failed")
    changes = {"state": "waiting", "due": now(), "attempts": 0}
    return bool(Job.update(changes).where(given_up).execute())


def sweep(limit: int = 1000) -> int:
    """Remove jobs that were finished more than a week ago."""
    old = now() - timedelta(days=7)
    rows = Job.select(Job.id).where((Job.state == "done") & (Job.due < old)).limit(limit)
    ids = [row.id for row in rows]
    return int(Job.delete().where(Job.id.in_(ids)).execute()) if ids else 0


def _registry() -> dict[str, Registered]:
    while _before:
        _before.pop()()
    return REGISTRY


def _claimable() -> Any:
    free = (Job.claimed_until.is_null()) | (Job.claimed_until < now())
    some = Job.select(Job.id, Job.name, Job.payload, Job.due)
    return some.where((Job.state == "waiting") & (Job.due <= now()) & free)


def _is_here(row: Job) -> bool:
    kind = _registry().get(row.name)
    if kind is None or kind.folder is None:
        return True
    return places.is_at(kind.folder(), json.loads(row.payload).get("place", ""))


def _insert(row: dict[str, Any]) -> None:
    with db.transaction():
        Job.insert(**row).execute()


def _take(number: int, owner: str) -> bool:
    free = (Job.claimed_until.is_null()) | (Job.claimed_until < now())
    due = (Job.id == number) & (Job.state == "waiting") & (Job.due <= now()) & free
    with db.transaction():
        claim = Job.update(claimed_by=owner, claimed_until=now() + timedelta(seconds=CLAIM))
        return bool(claim.where(due).execute() == 1)


def _worked(kind: Registered, row: Job, seconds: float) -> tuple[Slice, Any]:
    """What came of a slice; it may be worked through again, as after a kill."""
    piece = Slice(json.loads(row.payload), json.loads(row.checkpoint), seconds)
    piece.done, piece.total = row.done, row.total
    return piece, kind.work(piece)


def _kind(name: str) -> Registered:
    if name not in _registry():
        raise LookupError(f"unknown job {name!r}")
    return REGISTRY[name]


def _stored(row: Job, piece: Slice, checkpoint: str, kind: Registered) -> None:
    changes: dict[str, Any] = {
        "checkpoint": checkpoint,
        "due": now(),  # behind what else is due, so that a long job keeps nothing waiting
        "done": piece.done,
        "total": piece.total,
        "claimed_by": "",
        "claimed_until": None,
        "attempts": 0,
        "error": "",
    }
    if checkpoint == "null":
        changes["finished"] = now()
        if kind.every is not None:
            changes["due"] = now() + kind.every
        else:
            changes |= {"state": "done", "unique_key": None}
    _settle(row, changes)


def _failed(row: Job, error: Exception) -> None:
    attempts = row.attempts + 1
    pause = AWAY_PAUSE if db.went_away(error) else PAUSE
    kind = _registry().get(row.name)
    recurring = kind is not None and kind.every is not None
    changes: dict[str, Any] = {
        "attempts": attempts,
        "error": f"{type(error).__name__}: {error}"[:4000],
        "claimed_by": "",
        "claimed_until": None,
        "due": now() + timedelta(seconds=min(3600, pause * 2 ** min(attempts, 10))),
    }
    if (attempts >= TRIES or isinstance(error, NotHere)) and not recurring:
        changes |= {"state": "failed", "unique_key": None}  # the same work may be queued again
    _settle(row, changes)


def _settle(row: Job, changes: dict[str, Any]) -> None:
    """Store the outcome, unless the claim ran out meanwhile and somebody else has the job."""
    mine = (Job.id == row.id) & (Job.claimed_by == row.claimed_by)
    db.insisted(Job.update(**changes).where(mine).execute)


def _owner() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
