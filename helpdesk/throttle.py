"""How often something may be tried: fixed windows, counted in the database for all processes.

A hit is counted in a transaction of its own, before the request's, so that a refused try counts.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from peewee import Case

from helpdesk import db, security
from helpdesk.clock import now
from helpdesk.errors import TooMany
from helpdesk.i18n import ngettext
from helpdesk.schema import Throttle

_by_keys = db.Prepared(lambda keys: Throttle.select().where(Throttle.key.in_(keys)))


def hit(what: str, who: str, most: int, seconds: int) -> None:
    """Count a try; raises TooMany from the one after `most` until the window of `seconds` ends."""
    [row] = counted(what, [who], seconds)
    refuse(row, most)


def counted(what: str, everybody: Iterable[str], seconds: int) -> list[Throttle]:
    """Count a try of each of these, at once and for good unless the caller has a transaction; the
    windows that it fell into."""
    moment, keys = now(), [_key(what, who) for who in everybody]
    fresh = [{"key": key, "hits": 1, "ends": moment + timedelta(seconds=seconds)} for key in keys]
    over = Throttle.ends < moment
    # In this order: MySQL sees in the second line what the first one has set.
    changes = {
        Throttle.hits: Case(None, [(over, 1)], Throttle.hits + 1),
        Throttle.ends: Case(None, [(over, moment + timedelta(seconds=seconds))], Throttle.ends),
    }
    db.upsert_many(Throttle, ["key"], fresh, changes)
    found = {row.key: row for row in _by_keys(keys)}
    # Somebody's success may have cleared a window at this very moment: then it begins anew.
    return [found.get(row["key"]) or Throttle(**row) for row in fresh]


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


def uncount(what: str, who: str) -> None:
    """Count one try less, after one that succeeded where others may have failed."""
    counted = (Throttle.key == _key(what, who)) & (Throttle.hits > 0)
    Throttle.update(hits=Throttle.hits - 1).where(counted).execute()


def sweep(limit: int = 1000) -> int:
    """Remove windows that have ended; returns how many rows went."""
    ended = [row.key for row in Throttle.select().where(Throttle.ends < now()).limit(limit)]
    return int(Throttle.delete().where(Throttle.key.in_(ended)).execute()) if ended else 0


def _key(what: str, who: str) -> str:
    return security.digest(f"{what}\0{who}")
