"""When timed work was last done, and in which of its ways: the status page tells who is at it."""

import socket
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Beat

CRON, URL, PAGE, THREAD = "cron", "url", "page", "thread"
WAYS = (THREAD, CRON, URL, PAGE)
AGAIN = 60  # seconds; one way is written down at most that often
KEPT_FOR = timedelta(days=30)
_since: Counter[str] = Counter()  # what this process did in each way since its last beat


@dataclass(frozen=True)
class Seen:
    """The last run in one way; `done` counts slices of jobs since the beat before it."""

    way: str
    host: str
    last: datetime
    done: int


def note(way: str, done: int) -> None:
    """One run has ended, in which so many slices were done."""
    _since[way] += done
    moment, here = now(), (Beat.way == way) & (Beat.host == host())
    row = Beat.get_or_none(here)
    over = moment - timedelta(seconds=AGAIN)
    if row is not None and row.last > over:
        return
    values = {"last": moment, "done": _since.pop(way, 0)}  # another thread may have been as fast
    with db.transaction():
        if row is None:
            db.upsert(Beat, {"way": way, "host": host()}, values)
        else:  # unless another process was a moment faster
            Beat.update(values).where(here & (Beat.last <= over)).execute()


def seen() -> list[Seen]:
    """The last run of each way on each host, the newest first."""
    rows = Beat.select().order_by(Beat.last.desc(), Beat.way, Beat.host)
    return [Seen(row.way, row.host, row.last, row.done) for row in rows]


def sweep() -> None:
    """Forget hosts that are no more."""
    Beat.delete().where(Beat.last < now() - KEPT_FOR).execute()


def host() -> str:
    """This machine's name."""
    return socket.gethostname()[:100]
