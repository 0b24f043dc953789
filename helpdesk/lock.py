"""One at a time, across threads and processes: a lock that a killed process loses by itself."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PAUSE = 0.02  # seconds between two tries


@contextmanager
def held(path: Path, *, wait: float) -> Iterator[bool]:
    """Hold a lock file; gives False when somebody else still has it after `wait` seconds."""
    ends = time.monotonic() + wait
    with path.open("ab") as file:
        while not (mine := _taken(file)) and time.monotonic() < ends:
            time.sleep(_PAUSE)
        yield mine  # closing the file gives it back


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
