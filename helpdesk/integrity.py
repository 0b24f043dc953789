"""Has the folder arrived whole? Compares it with the release's own list of files.

Imports nothing of the desk's and no library: whatever is missing, this still says so.
"""

import hashlib
import os
import stat
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LIST = "checksums.txt"  # written by the release: a line "SHA-256 SIZE PATH" for each file, and END
END = "end"
MISSING, DAMAGED, UNREADABLE = "missing", "damaged", "unreadable"


@dataclass(frozen=True)
class Problem:
    """One file that isn't as the release has it; `kind` is one of the three above."""

    path: str
    kind: str


def is_release() -> bool:
    """Whether this is an uploaded release, and not the source tree or a wheel."""
    return os.path.isdir(os.path.join(ROOT, "vendor"))


def problems(full: bool = False) -> list[Problem]:
    """Every file that is missing, can't be read or differs; [] outside of a release.

    Sizes are compared, which takes some milliseconds for the 1,500 files; with `full` the content,
    which takes ten times as long.
    """
    try:
        with open(os.path.join(ROOT, LIST), encoding="utf-8") as file:
            lines = [line.rstrip("\r\n") for line in file]
    except FileNotFoundError:
        return [Problem(LIST, MISSING)] if is_release() else []
    except (OSError, UnicodeDecodeError):
        return [Problem(LIST, UNREADABLE)]
    parts = [line.split(" ", 2) for line in lines if line != END]
    whole = [part for part in parts if len(part) == 3 and part[1].isdigit()]
    cut_off = lines[-1:] != [END]
    found = [Problem(LIST, DAMAGED)] if cut_off or len(whole) < len(parts) else []
    for checksum, size, path in whole:
        kind = _wrong(os.path.join(ROOT, path), int(size), checksum if full else "")
        if kind:
            found.append(Problem(path, kind))
    return found


def _wrong(path: str, size: int, checksum: str) -> str:
    """What is wrong with a file; '' when nothing is."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            return MISSING
        if not os.access(path, os.R_OK):
            return UNREADABLE
        if about.st_size != size or (checksum and checksum != _checksum(path)):
            return DAMAGED
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except OSError:  # a folder above it that can't be entered, or a broken disk
        return UNREADABLE
    return ""


def _checksum(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
