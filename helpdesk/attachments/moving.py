"""Bytes that lie where the setting says they aren't kept any more: brought over, file by file."""

import logging
from datetime import timedelta

from helpdesk import settings
from helpdesk.attachments.store import DATABASE, Store, store, uses_database
from helpdesk.jobs import Slice, job

log = logging.getLogger("helpdesk.attachments")


@job("files.move", every=timedelta(minutes=2))
def move(piece: Slice) -> str | None:
    """Move what is in the wrong place; the checkpoint is the last name that was looked at.

    Often, for each machine has a disk of its own, and only whoever works there sees it.
    """
    files, seen = store(), str(piece.checkpoint or "")
    to_database = settings.get("files.store") == DATABASE
    if not to_database and not uses_database():
        return None
    place = files.disk if to_database else files.chunks
    for name in place.names(seen):
        if piece.time_is_up():
            return seen
        _move(files, name, to_database=to_database)
        seen = name
    return None


def _move(files: Store, name: str, *, to_database: bool) -> None:
    try:
        files.to_database(name) if to_database else files.to_disk(name)
    except FileNotFoundError:
        pass  # somebody else was faster
    except OSError as error:
        log.warning("the file %s can't be moved: %s", name, error)
