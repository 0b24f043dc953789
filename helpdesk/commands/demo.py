"""Fill the desk with demo data, or take it out again."""

import argparse
import time

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
            _remove()
            print(f"The demo data is gone, after {time.monotonic() - began:.0f} seconds.")
        else:
            demo.load(chosen.tickets)
            demo.load_all(_say)
            print(f"{chosen.tickets} tickets are there, after {time.monotonic() - began:.0f} s.")
    return 0


def _remove() -> None:
    """Slices until all is gone; a line for each."""
    piece = Slice(None, None)
    while (checkpoint := demo.remove_some(piece)) is not None:
        _say(f"{piece.done} of {piece.total}")
        piece = Slice(None, checkpoint, done=piece.done, total=piece.total)


def _say(line: str) -> None:
    print(line, flush=True)


def _some(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000_000:
        raise ValueError(text)
    return number
