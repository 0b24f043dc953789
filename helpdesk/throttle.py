"""How often something may be tried: fixed windows, counted in the database for all processes.

A hit is counted in a transaction of its own, before the request's, so that a refused try counts.
"""

from collections.abc import Mapping
from datetime import timedelta

from helpdesk import db, security
from helpdesk.clock import now
from helpdesk.errors import TooMany
from helpdesk.i18n import ngettext
from helpdesk.schema import Throttle

_by_key = db.Prepared(lambda key: Throttle.select().where(Throttle.key == key))


def hit(what: str, who: str, most: int, seconds: int) -> None:
    """Count a try; raises TooMany from the one after `most` until the window of `seconds` ends."""
    with db.transaction():
        row = counted(what, who, seconds)
    refuse(row, most)


def counted(what: str, who: str, seconds: int) -> Throttle:
    """Count a try in the caller's transaction; the window that it fell into."""
    return _counted(_key(what, who), seconds)


def refuse(row: Throttle, most: int) -> None:
    """Raise TooMany when a window holds more than `most` tries."""
    if row.hits > most:
        wait = max(1, int((row.ends - now()).total_seconds()))
        minutes = -(-wait // 60)
        raise TooMany(
            ngettext(
                "That was tried too often. It can be tried again in %(num)d minute.",
                "That was tried too often. It can be tried again in %(num)d minutes.",
                minutes,
            )
            % {"num": minutes},
            wait,
        )


def strained(what: str, limits: Mapping[str, int]) -> bool:
    """Whether anybody of these has used more than half of their limit; counts nothing."""
    halves = {_key(what, who): most / 2 for who, most in limits.items()}
    live = Throttle.key.in_(list(halves)) & (Throttle.ends >= now())
    rows = Throttle.select(Throttle.key, Throttle.hits).where(live).tuples()
    return any(hits > halves[key] for key, hits in rows)


def clear(what: str, who: str) -> None:
    """Forget the tries, after one that succeeded."""
    Throttle.delete().where(Throttle.key == _key(what, who)).execute()


def sweep(limit: int = 1000) -> int:
    """Remove windows that have ended; returns how many rows went."""
    ended = [row.key for row in Throttle.select().where(Throttle.ends < now()).limit(limit)]
    return int(Throttle.delete().where(Throttle.key.in_(ended)).execute()) if ended else 0


def _counted(key: str, seconds: int) -> Throttle:
    moment = now()
    ends = moment + timedelta(seconds=seconds)
    live = (Throttle.key == key) & (Throttle.ends >= moment)
    if not Throttle.update(hits=Throttle.hits + 1).where(live).execute():
        db.upsert(Throttle, {"key": key}, {"hits": 1, "ends": ends})
    row: Throttle = _by_key.first(key)
    return row


def _key(what: str, who: str) -> str:
    return security.digest(f"{what}\0{who}")
