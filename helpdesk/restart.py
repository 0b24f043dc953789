"""Processes that live on notice that the program under them is a new one, and make room.

FastCGI starts another process when one ends. Passenger watches a file of its own in the program's
folder, which it is given here. Stand-alone, whoever started the desk starts it again.
"""

import contextlib
import os
from pathlib import Path
from typing import TypeAlias

from helpdesk import paths

# An upload takes minutes: these lie at its beginning, its middle and its end.
WATCHED = ("checksums.txt", "helpdesk/version.py", "vendor/versions.txt", "wsgi.py")
ASKED = "restart"  # in the data folder
PASSENGERS = Path("tmp", "restart.txt")

State: TypeAlias = tuple[tuple[int, int] | None, ...]


def ask(folder: Path) -> None:
    """Have every process that lives on start anew, as after an update; `folder` is the data
    folder. Raises OSError."""
    (folder / ASKED).touch()


def state(folder: Path | None) -> State:
    """What tells one program from the next; compared at each request, in some microseconds."""
    files = [paths.ROOT / name for name in WATCHED]
    return tuple(map(_stamp, [*files, folder / ASKED] if folder else files))


def tell_passenger() -> None:
    """Ask Passenger for a new process, where the program's folder can be written to."""
    with contextlib.suppress(OSError):
        (paths.ROOT / PASSENGERS).parent.mkdir(exist_ok=True)
        (paths.ROOT / PASSENGERS).touch()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        about = os.stat(path)  # noqa: PTH116 - half the time of Path's
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
