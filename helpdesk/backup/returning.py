"""A restoring of the desk at work: the desk is shut meanwhile, and how far it is stands in
`underway.json`, so that whoever asks next goes on where a killed process, or a browser that was
closed, has left it. When it fails, the new tables go, and the desk opens as it was.

How the last one ended stands in `restored.json`; the old tables stay until `remove_old`.
"""

import json
import logging
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import peewee

from helpdesk import config, db, underway
from helpdesk.backup import restoring, switching
from helpdesk.backup.archive import Refused
from helpdesk.clock import now
from helpdesk.config import Database
from helpdesk.errors import Conflict, HelpdeskError, Unavailable
from helpdesk.i18n import _

WHAT = underway.RESTORE
OUTCOME = "restored.json"
TRIES = 5  # slices in a row that may fail because database or disk don't answer
SLICE = 4.0  # seconds
log = logging.getLogger("helpdesk.backup")


@dataclass(frozen=True)
class Progress:
    """How far it is; `pass_key` is what the cookie of whoever began it is signed with."""

    archive: str
    done: int
    total: int
    pass_key: str

    @property
    def percent(self) -> int:
        """In hundredths."""
        return self.done * 100 // max(1, self.total)


@dataclass(frozen=True)
class Outcome:
    """How the last one ended: `why` is empty when it worked; `old` are the tables from before, if
    they are still there."""

    archive: str
    at: str
    why: str
    old: Database | None
    pass_key: str


def begin(folder: Path, archive: Path, passphrase: str = "", into: Database | None = None) -> str:
    """Shut the desk, if there is one, and begin; returns the key for the pass. Nothing is shut for
    an archive that can't be taken: raises Refused; Conflict while something else is at work,
    Unavailable."""
    key = restoring.key_of(archive, passphrase)
    present = config.load(folder).database if config.exists(folder) else None
    into = into or switching.place(folder, present or Database(path=str(folder / "x")))
    if not switching.is_free(into):
        raise Refused(_("There are tables already where the backup should go."))
    with underway.alone(folder) as mine:
        if not mine or underway.read(folder) is not None:
            raise Conflict(_("An update or a restoring is at work already."))
        record = {
            "what": WHAT,
            "archive": str(archive),
            "into": asdict(into),
            "old": asdict(present) if present else None,
            "secret_key": key,
            "pass": secrets.token_urlsafe(32),
            "checkpoint": None,
            "failed": 0,
            "done": 0,
            "total": 0,
            "site": _site(present),
        }
        underway.write(folder, record)
    return str(record["pass"])


def progress(folder: Path) -> Progress | None:
    """How far the one at work is; None when there is none."""
    record = _record(folder)
    if record is None:
        return None
    name = Path(record["archive"]).name
    return Progress(name, record["done"], record["total"], record["pass"])


def advance(folder: Path, seconds: float = SLICE) -> Progress | None:
    """Do a slice, or look on while somebody else does; None once it has ended."""
    with underway.alone(folder) as mine:
        record = _record(folder)
        if mine and record is not None:
            _slice(folder, record, seconds)
    return progress(folder)


def outcome(folder: Path) -> Outcome | None:
    """How the last one ended; None when there was none, or nobody needs to know any more."""
    try:
        told = json.loads((folder / OUTCOME).read_text("utf-8"))
        old = Database(**told["old"]) if told["old"] else None
        return Outcome(told["archive"], told["at"], told["why"], old, told["pass"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_old(folder: Path) -> None:
    """Remove the tables from before the last restoring. Raises Unavailable."""
    found = outcome(folder)
    if found is not None and found.old is not None:
        switching.remove(folder, found.old)
    dismiss(folder)


def dismiss(folder: Path) -> None:
    """Forget how the last one ended."""
    (folder / OUTCOME).unlink(missing_ok=True)


def _site(present: Database | None) -> dict[str, Any]:
    """How the desk looks, for processes that begin meanwhile; nothing of tables that can't be read,
    which may be why a backup is brought back."""
    if present is None:
        return {}
    try:
        db.use(present, must_exist=True)
        is_open = not db.database.is_closed()  # by the request that begins it
        with db.connection(keep=is_open):
            return underway.site()
    except (HelpdeskError, peewee.PeeweeException) as error:
        log.warning("how the desk looks can't be read: %s", error)
        return {}


def _record(folder: Path) -> dict[str, Any] | None:
    record = underway.read(folder)
    return record if record is not None and record.get("what") == WHAT else None


def _slice(folder: Path, record: dict[str, Any], seconds: float) -> None:
    into, archive = Database(**record["into"]), Path(record["archive"])
    old = Database(**record["old"]) if record["old"] else None
    try:
        step = restoring.slice_of(
            *(folder, archive, into, record["checkpoint"], seconds), passphrase=None, old=old
        )
        if step.checkpoint is None:
            switching.switch(folder, into, record["secret_key"])
            _end(folder, record, why="")
            return
        record |= {"checkpoint": step.checkpoint, "done": step.done, "total": step.total}
        underway.write(folder, record | {"failed": 0})
    except Unavailable as error:
        if record["failed"] + 1 >= TRIES:
            _give_up(folder, record, error)
        else:
            underway.write(folder, record | {"failed": record["failed"] + 1})
    except Exception as error:
        _give_up(folder, record, error)


def _give_up(folder: Path, record: dict[str, Any], error: Exception) -> None:
    log.error("restoring %s failed", record["archive"], exc_info=error)
    words = error.message if isinstance(error, HelpdeskError) else ""
    try:
        switching.remove(folder, Database(**record["into"]))
    except (HelpdeskError, OSError, ValueError) as left:
        log.warning("the tables of a restoring that failed are still there: %s", left)
    _end(folder, record, why=words or f"{type(error).__name__}: {error}")


def _end(folder: Path, record: dict[str, Any], why: str) -> None:
    """Say how it ended, then open the desk."""
    told = {
        "archive": Path(record["archive"]).name,
        "at": now().isoformat(),
        "why": why,
        "old": None if why else record["old"],
        "pass": record["pass"],
    }
    config.write_whole(folder / OUTCOME, json.dumps(told).encode())
    underway.end(folder)
