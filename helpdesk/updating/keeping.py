"""The backup before, and the way back to it. Files on the disk stay out of it, for an update leaves
them as they are; those in the database are in it, for the way back removes the tables."""

import time
from dataclasses import asdict
from pathlib import Path

from helpdesk import config, db
from helpdesk.backup import restoring, switching, writing
from helpdesk.config import Database
from helpdesk.updating.records import Record

FOLDER = "backups"


def archive(folder: Path, known: Record) -> str:
    """Where the backup will lie; its folder is made."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    moment = time.strftime("%Y%m%d-%H%M%S", time.gmtime(known.at))
    return str(place / f"before-{known.new}-{moment}.tar")


def back_up(folder: Path, known: Record, seconds: float) -> bool:
    """A slice of the backup; whether it is whole."""
    with db.connection():
        target = Path(known.archive)
        step = writing.slice_of(
            *(folder, target, known.checkpoint, seconds), with_files=False, database_files=True
        )
    known.checkpoint, known.done, known.total = step.checkpoint, step.done, step.total
    return step.checkpoint is None


def drop(folder: Path, known: Record) -> None:
    """Remove what there is of an unfinished backup."""
    writing.unfinished(Path(known.archive)).unlink(missing_ok=True)


def put_back(folder: Path, known: Record, seconds: float) -> bool:
    """A slice of the way back; whether the desk has its former tables again.

    They are made anew beside the ones that were half-way changed, of which nothing is used; then
    the configuration names them, and the others are removed. Raises Refused, Unavailable.
    """
    if known.checkpoint is None:  # noted before anything is made, so that a kill leaves nothing
        left = config.load(folder).database
        into = switching.place(folder, left)
        known.checkpoint = {"left": asdict(left), "into": asdict(into), "filled": False}
        return False
    place = known.checkpoint
    into = Database(**place["into"])
    if not place["filled"]:
        work, archive = place.get("work"), Path(known.archive)
        step = restoring.slice_of(folder, archive, into, work, seconds, as_it_was=True)
        known.checkpoint |= {"work": step.checkpoint, "filled": step.checkpoint is None}
        known.done, known.total = step.done, step.total
        return False
    switching.switch(folder, into, config.load(folder).secret_key)
    switching.remove(folder, Database(**place["left"]))
    return True
