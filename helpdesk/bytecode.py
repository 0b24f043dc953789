"""Compiles the program and what it brings along, once for all: without that a host that starts a
process per request would compile hundreds of files for each, wherever it can't keep the outcome.

Each `.pyc` carries a checksum of its source (PEP 552, checked): files that an upload replaces are
never taken for compiled, whatever their times and sizes say. See docs/decisions/0028.
"""

import contextlib
import importlib.util
import os
import py_compile
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpdesk import paths

SLICE = 2.0  # seconds
_CHECKED = 0b11  # the flags of a .pyc: with a checksum of the source, which is looked at


class Progress(NamedTuple):
    """Where to go on, None when all is done; how many files are dealt with, of how many."""

    checkpoint: str | None
    done: int
    total: int


def compile_some(seconds: float = SLICE, checkpoint: str = "") -> Progress:
    """Compile what isn't yet, at least one file, until the time is up; go on with the checkpoint.

    For the Python that is running. Where the program's folder can't be written to, or Python was
    told to keep no bytecode, all is done at once: the program works without, see `is_possible`.
    """
    ends = time.monotonic() + seconds
    files = _files()
    for number, file in enumerate(files, 1):
        name = file.relative_to(paths.ROOT).as_posix()
        if name <= checkpoint:
            continue
        if not is_possible():
            break
        if not _is_compiled(file):
            _compile(file)
        if time.monotonic() >= ends and number < len(files):
            return Progress(name, number, len(files))
    return Progress(None, len(files), len(files))


def compiled() -> Progress:
    """How many files are compiled for this Python, of how many; nothing is written."""
    files = _files()
    return Progress(None, sum(1 for file in files if _is_compiled(file)), len(files))


def is_possible() -> bool:
    """Whether this process may keep bytecode beside the program."""
    return not sys.dont_write_bytecode and os.access(paths.PACKAGE, os.W_OK | os.X_OK)


def _files() -> list[Path]:
    found = {file for folder in _folders() for file in folder.rglob("*.py")}
    return sorted(found, key=lambda file: file.relative_to(paths.ROOT).as_posix())


def _folders() -> Iterator[Path]:
    yield paths.PACKAGE
    if paths.beside():
        yield from (paths.ROOT / name for name in ("admin", "install"))
        yield from paths.ROOT.glob("vendor*/")


def _compile(file: Path) -> None:
    # A library may carry files for other Pythons, and a folder may belong to somebody else.
    with contextlib.suppress(py_compile.PyCompileError, OSError):
        mode = py_compile.PycInvalidationMode.CHECKED_HASH
        py_compile.compile(str(file), doraise=True, invalidation_mode=mode)


def _is_compiled(file: Path) -> bool:
    try:
        with Path(importlib.util.cache_from_source(file)).open("rb") as cached:
            head = cached.read(16)
        known = importlib.util.MAGIC_NUMBER + _CHECKED.to_bytes(4, "little")
        return head == known + importlib.util.source_hash(file.read_bytes())
    except (OSError, NotImplementedError):
        return False
