"""Fill the desk with demo data, or take it out again."""

import argparse
import time
from collections.abc import Callable
from typing import Any

from helpdesk import demo, reactions
from helpdesk.db import connection
from helpdesk.jobs import Slice
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much, and which way."""
    parser.add_argument("--tickets", type=_some, default=1000, help="how many tickets (1000)")
    parser.add_argument("--remove", action="store_true", help="take the demo data out again")


def run(chosen: argparse.Namespace) -> int:
    """Work to the end, slice by slice; a run that was ended goes on with the next one."""
    reactions.register()
    desk = Desk()
    desk.open()
    began = time.monotonic()
    with connection():
        desk.check_tables()
        if chosen.remove:
            _through(demo.remove_some)
            print(f"The demo data is gone, after {time.monotonic() - began:.0f} seconds.")
        else:
            demo.load(chosen.tickets)
            _through(demo.load_some)
            print(f"{chosen.tickets} tickets are there, after {time.monotonic() - began:.0f} s.")
    return 0


def _through(work: Callable[[Slice], Any]) -> None:
    """Slices until all is done; a line for each."""
    piece = Slice(None, None)
    while True:
        checkpoint = work(piece)
        if checkpoint is None:
            return
        print(f"{piece.done} of {piece.total}", flush=True)
        piece = Slice(None, checkpoint, done=piece.done, total=piece.total)


def _some(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000_000:
        raise ValueError(text)
    return number
