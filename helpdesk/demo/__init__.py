"""Demo data: a desk full of tickets to try things on and to measure with, and its removal.

load          note what is wanted
load_all      make it at once, with all the cores of the machine
load_some, remove_some    a slice of the making, and of the way back
progress      how far it is

The jobs `demo.load` and `demo.remove` work in those slices, for the panel's button.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpdesk import db, jobs
from helpdesk.clock import now
from helpdesk.jobs import Slice, job

KEY = "demo"  # of the one job that loads or removes


@dataclass(frozen=True)
class Progress:
    """How many tickets are there, of how many that were wanted; `removing` on the way back."""

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

    db.retried(lambda: loading.begin(total, today or now().date()))


def load_some(piece: Slice) -> Any:
    """Make bundles until the time is up; returns None when all is there."""
    from helpdesk.demo import loading  # the words are only in memory where they are needed

    while (found := loading.step()) is not None and not found.complete and not found.removing:
        piece.done, piece.total = found.tickets, found.total
        if piece.time_is_up():
            return found.tickets
    return None


def load_all(say: Callable[[str], None]) -> None:
    """Make what was noted with all the cores of this machine; `say` hears how far it is."""
    from helpdesk.demo import bundles, loading

    # Lists of the search are packed the better the more is written in one transaction; SQLite has
    # none, and would keep everybody waiting.
    many = 16 if db.is_mysql() else 2
    with bundles.Workers(os.cpu_count() or 1, ahead=2 * many) as workers:
        while (found := loading.step(workers.make, many)) is not None:
            say(f"{found.tickets} of {found.total}")
            if found.complete or found.removing:
                return


def remove_some(piece: Slice) -> Any:
    """Take bundles out until the time is up; returns None when all is gone."""
    from helpdesk.demo import removing

    if (found := db.retried(removing.begin)) is None:
        return None
    piece.total = max(piece.total, found.tickets)
    while (found := db.retried(removing.step)) is not None:
        piece.done = piece.total - found.tickets
        if piece.time_is_up():
            return found.tickets
    return None


def start_loading(total: int) -> None:
    """Load in the background."""
    load(total)
    jobs.enqueue("demo.load", key=f"{KEY}.load")


def start_removing() -> None:
    """Remove in the background; from now on nothing is added any more."""
    from helpdesk.demo import removing

    removing.begin()
    jobs.enqueue("demo.remove", key=f"{KEY}.remove")


@job("demo.load")
def _load(piece: Slice) -> Any:
    return load_some(piece)


@job("demo.remove")
def _remove(piece: Slice) -> Any:
    return remove_some(piece)
