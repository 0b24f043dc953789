"""An update or a restoring at work: one file, for the tables are what it changes.

While the file is there nobody is served (see `web.desk`), and only one process at a time does a
slice of the work. The file says what it is and how far it has come; it is replaced as a whole, and
whoever finds it after a kill goes on from there. Its keys belong to `updating` and `backup`.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpdesk import config, lock, settings
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

NAME = "underway.json"
UPDATE, RESTORE = "update", "restore"  # what it can be
LOCK = "underway.lock"
SITE = ("site.title", "site.language", "look.accent", "look.logo", "look.logo_dark")


def is_running(folder: Path) -> bool:
    """Whether an update or a restoring has begun and not ended; asked for every request."""
    return os.access(folder / NAME, os.F_OK)


def read(folder: Path) -> dict[str, Any] | None:
    """What is under way and how far; None when nothing is. Raises Unavailable."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Unavailable(_("The file “%(name)s” can't be read.") % {"name": NAME}) from error
    return found if isinstance(found, dict) else {}


def write(folder: Path, record: dict[str, Any]) -> None:
    """Keep how far it has come; the first one shuts the desk. Only while `alone`."""
    config.write_whole(folder / NAME, json.dumps(record).encode())


def end(folder: Path) -> None:
    """Open the desk again. Only while `alone`."""
    (folder / NAME).unlink(missing_ok=True)


def site() -> dict[str, Any]:
    """The settings that pages need meanwhile, to be kept as `site`: a process that begins while the
    tables can't be asked looks like the desk all the same. Raises what the database raises."""
    return {key: settings.get(key) for key in SITE}


@contextmanager
def alone(folder: Path, *, wait: float = 0) -> Iterator[bool]:
    """Nobody else works on it meanwhile; False when somebody still does after `wait` seconds."""
    with lock.held(folder / LOCK, wait=wait) as mine:
        yield mine
