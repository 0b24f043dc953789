"""Jobs of the tests, for this process and for those that it starts."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from helpdesk.jobs import Slice, job

folder = Path()
done: list[Any] = []
NAMES = (
    "test.note",
    "test.mark",
    "test.steps",
    "test.stuck",
    "test.fail",
    "test.again",
    "test.unwritable",
)


@job("test.note")
def note(piece: Slice) -> None:
    """Remember what it was called with."""
    done.append(piece.payload)


@job("test.mark")
def mark(piece: Slice) -> None:
    """Note what it was called with, in a file for all processes."""
    with (folder / "marks.txt").open("a") as file:
        file.write(f"{piece.payload}\n")


@job("test.steps")
def steps(piece: Slice) -> int | None:
    """Count to the payload, a step a slice, each noted in a file that outlives a kill."""
    at = int(piece.checkpoint or 0) + 1
    with (folder / "steps.txt").open("a") as file:
        file.write(f"{at}\n")
    piece.done, piece.total = at, piece.payload
    return at if at < piece.payload else None


@job("test.stuck")
def stuck(piece: Slice) -> None:
    """Say that it has begun, and never end."""
    print("begun", flush=True)
    time.sleep(600)


@job("test.fail")
def fail(piece: Slice) -> None:
    """Never works."""
    raise OSError("no route to host")


@job("test.again", every=timedelta(minutes=5))
def again(piece: Slice) -> None:
    """Comes back by itself."""
    done.append("again")


@job("test.unwritable")
def unwritable(piece: Slice) -> object:
    """Ends with a checkpoint that can't be stored."""
    return object()
