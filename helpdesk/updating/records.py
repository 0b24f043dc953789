"""What is known of an update: in `underway.json` while it runs, then in `update.json`."""

import json
import logging
import time
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from helpdesk import config, underway

WHAT = underway.UPDATE
NAME = "update.json"
BACKUP, MIGRATIONS, CHECK, FINISH, BACK = "backup", "migrations", "check", "finish", "back"
DONE, UNDONE, STOPPED = "done", "undone", "stopped"  # how it ended
log = logging.getLogger("helpdesk.updating")


@dataclass
class Record:
    """How far an update is, or how it ended. Times are in seconds since 1970."""

    phase: str
    old: str  # the releases
    new: str
    by: str = ""
    at: int = field(default_factory=lambda: int(time.time()))
    ended_at: int = 0
    archive: str = ""  # the backup's path; '' when there is none
    checkpoint: Any = None  # of the phase
    before: int = 0  # how many scripts had run
    counts: dict[str, int] = field(default_factory=dict)  # rows of the main tables before
    done: int = 0  # of the phase
    total: int = 0
    error: str = ""  # what went wrong last, or why it was undone
    site: dict[str, Any] = field(default_factory=dict)  # settings that pages need meanwhile

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do."""
        return self.phase in (DONE, UNDONE, STOPPED)

    @property
    def archive_name(self) -> str:
        """The backup as it is called below the data folder."""
        return "/".join(Path(self.archive).parts[-2:])

    def enter(self, phase: str) -> None:
        """Go on to another phase."""
        self.phase, self.checkpoint, self.done, self.total = phase, None, 0, 0


def running(folder: Path) -> Record | None:
    """The update that is under way; None also while it is something else. Raises Unavailable."""
    found = underway.read(folder)
    return _record(found) if found is not None and found.get("what") == WHAT else None


def keep(folder: Path, known: Record) -> None:
    """Note how far it is; one that has ended opens the desk again. Only while `underway.alone`."""
    if not known.ended:
        underway.write(folder, {"what": WHAT, **asdict(known)})
        return
    known.ended_at = int(time.time())
    config.write_whole(folder / NAME, json.dumps(asdict(known)).encode())
    underway.end(folder)


def last(folder: Path) -> Record | None:
    """How the last update ended; None when there was none."""
    try:
        raw = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        log.warning("%s can't be read", NAME, exc_info=True)
        return None
    return _record(raw) if isinstance(raw, dict) else None


def _record(raw: dict[str, Any]) -> Record:
    """As it was written, maybe by another release: what this one doesn't know is left out."""
    known = {one.name for one in fields(Record)}
    first = {"phase": BACKUP, "old": "", "new": ""}
    return Record(**(first | {name: value for name, value in raw.items() if name in known}))
