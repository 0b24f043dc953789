"""Bring the tables up to date with the code: backup, migrations, check, and back if one fails."""

import argparse
import sys
import time
from pathlib import Path

from helpdesk import updating
from helpdesk.errors import Unavailable
from helpdesk.updating import Record, records
from helpdesk.web.desk import Desk

SLICE = 5.0  # seconds
PAUSE = 0.5  # seconds between two looks while a browser is at it


def arguments(parser: argparse.ArgumentParser) -> None:
    """With a backup, unless told otherwise."""
    parser.add_argument(
        "--no-backup", action="store_true", help="don't make one: if a step fails, nothing helps"
    )


def run(chosen: argparse.Namespace) -> int:
    """Begin or join an update and see it through; 1 when it was undone or stopped."""
    folder = Desk().open().folder
    known = updating.running(folder)
    if known is None:
        plan = updating.look(folder)
        if plan.is_newer:
            raise Unavailable(
                f"The database is of a newer release ({plan.old}) than the program ({plan.new})."
            )
        if not plan.is_due:
            print("The tables are up to date.")
            return 0
        known = updating.begin(folder, by="helpdesk migrate", backup=not chosen.no_backup)
    print(f"From {known.old} to {known.new}, backup: {known.archive or 'none'}", flush=True)
    return _told(_seen_through(folder, known))


def _seen_through(folder: Path, known: Record) -> Record:
    """A line for each step forward, whoever takes it."""
    said = ""

    def tell(now: Record) -> None:
        nonlocal said
        line = f"{now.phase}: {now.done} of {now.total}" if now.total else now.phase
        if line == said and not now.ended:
            time.sleep(PAUSE)  # somebody else is at it
        elif line != said:
            print(line, flush=True)
        said = line

    while not known.ended:
        now = updating.advance(folder, SLICE, tell)
        if now is None:
            raise Unavailable("The update isn't under way any more.")
        known = now
        if not known.ended:
            tell(known)
    return known


def _told(known: Record) -> int:
    if known.phase == records.DONE:
        print("The tables are up to date.")
        return 0
    print(known.error, file=sys.stderr)
    if known.phase == records.UNDONE:
        print("Everything was put back as it was before. The desk still needs the update:")
        print("put the reason right and run it again, or put the program's old folder back.")
    elif known.archive:
        print("The backup could not be made, so nothing was changed.")
    return 1
