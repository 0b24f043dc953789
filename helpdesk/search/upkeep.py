"""Making the index again, from the newest entry to the oldest, in slices; and keeping it packed."""

import time
from datetime import timedelta
from typing import Any

from helpdesk import db, jobs
from helpdesk.jobs import Slice, job
from helpdesk.schema import Job, Message, SearchDocument
from helpdesk.search import writing
from helpdesk.search.engines import engine
from helpdesk.search.engines.postings import Postings

TOP = 1 << 62  # above every id
NAME = "search.rebuild"


def rebuild() -> Job:
    """Queue it, or join it. While it runs, what is found grows from the newest entry on."""
    jobs.enqueue(NAME, key=NAME)
    queued: Job = Job.get(Job.unique_key == NAME)
    return queued


def rebuilding() -> Job | None:
    """The job at work; None when the index is whole."""
    return jobs.queued(NAME)


@job(NAME)
def rebuild_slice(piece: Slice) -> dict[str, int] | None:
    """The checkpoint is the id below which nothing was read yet."""
    if piece.checkpoint is None:
        _empty()
        piece.done, piece.total = 0, Message.select().count()
        return {"below": TOP}
    below, count = piece.checkpoint["below"], 1
    while count and not piece.time_is_up():
        below, count = writing.fill(below)
        piece.done += count
    return {"below": below} if count else None


@job("search.pack", every=timedelta(minutes=5))
def pack(piece: Slice) -> Any:
    """Pack what came loose on MySQL, once it is worth it; the checkpoint is the last token done."""
    postings = engine()
    if not isinstance(postings, Postings):
        return None
    if piece.checkpoint is None and not postings.is_worth_packing():
        return None
    return postings.pack(piece.checkpoint or "", time.monotonic() + piece.seconds)


def _empty() -> None:
    engine().clear()
    if db.is_mysql():  # a DELETE of millions of rows takes minutes
        db.database.execute_sql(f"TRUNCATE TABLE `{db.prefix()}search_document`")
    else:
        SearchDocument.delete().execute()
