"""Demo data: a desk full of tickets to try things on and to measure with, and its removal.

begin        note what is wanted
step         make one bundle of it
begin_removal, remove_step    the same on the way back
progress     how far it is

The jobs `demo.load` and `demo.remove` do the same in slices, for the panel's button.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from helpdesk import jobs
from helpdesk.clock import now
from helpdesk.jobs import Slice, job

KEY = "demo"  # of the one job that loads or removes


@dataclass(frozen=True)
class Progress:
    """How many tickets are there, of how many that were wanted; `removing` on the way back.

    It is finished when they are also found.
    """

    tickets: int
    total: int
    removing: bool
    finished: bool


def progress() -> Progress | None:
    """How far it is; None while there is no demo data."""
    from helpdesk.demo import state

    found = state.read()
    if found is None:
        return None
    return Progress(found.tickets, found.total, found.removing, found.complete)


def load(total: int, *, today: date | None = None) -> None:
    """Note that so many tickets are wanted; raises Conflict beside other demo data."""
    from helpdesk.demo import loading

    loading.begin(total, today or now().date())


def load_some(piece: Slice) -> Any:
    """Make bundles until the time is up; returns None when all is there."""
    from helpdesk.demo import loading  # the words are only in memory where they are needed

    while (found := loading.step()) is not None and not found.complete and not found.removing:
        piece.done, piece.total = found.tickets, found.total
        if piece.time_is_up():
            return found.tickets
    return None


def remove_some(piece: Slice) -> Any:
    """Take bundles out until the time is up; returns None when all is gone."""
    from helpdesk.demo import removing

    if (found := removing.begin()) is None:
        return None
    piece.total = max(piece.total, found.tickets)
    while (found := removing.step()) is not None:
        piece.done = piece.total - found.tickets
        if piece.time_is_up():
            return found.tickets
    return None


def start_loading(total: int) -> None:
    """Load in the background."""
    load(total)
    jobs.enqueue("demo.load", key=f"{KEY}.load")


def start_removing() -> None:
    """Remove in the background."""
    jobs.enqueue("demo.remove", key=f"{KEY}.remove")


@job("demo.load")
def _load(piece: Slice) -> Any:
    return load_some(piece)


@job("demo.remove")
def _remove(piece: Slice) -> Any:
    return remove_some(piece)
