"""The figures of the overview: whose turn one's own tickets are, and what came in and was resolved
on each of the last days. All of them are bounded counts over indexes, in one query."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpdesk import settings, statuses
from helpdesk.clock import UTC, now
from helpdesk.schema import Ticket
from helpdesk.staff import Member
from helpdesk.tickets import streams
from helpdesk.tickets.access import sight_of
from helpdesk.tickets.listing import COUNTED
from helpdesk.tickets.streams import Sql, Wanted

DAYS = 7
TURNS: dict[str, tuple[str, ...]] = {
    "ours": statuses.OURS,
    "theirs": (statuses.WAITING,),
    "parked": (statuses.HOLD,),
}


@dataclass(frozen=True)
class Day:
    """A day of the desk: how many tickets came in, and how many were resolved."""

    date: date
    came: int
    resolved: int


@dataclass(frozen=True)
class Figures:
    """One's own open tickets by whose turn it is, and the last days, today as the last one."""

    mine: dict[str, int]
    days: list[Day]


def figures(member: Member) -> Figures:
    """The figures for somebody; one query."""
    starts = _midnights()
    parts = [*_mine(member), *_days(sight_of(member), starts)]
    text = ", ".join(f"({part.text})" for part in parts)
    values = tuple(value for part in parts for value in part.values)
    found = [int(number) for number in Sql(f"SELECT {text}", values).run()[0]]
    mine, rest = found[: len(TURNS)], found[len(TURNS) :]
    days = [
        Day(day, rest[n] + rest[n + 1], rest[n + 2])
        for n, (day, _start) in zip(range(0, len(rest), 3), starts, strict=False)
    ]
    return Figures(dict(zip(TURNS, mine, strict=True)), days)


def _mine(member: Member) -> Iterator[Sql]:
    sight = sight_of(member)
    for meanings in TURNS.values():
        turn = streams.among("status_id", statuses.meaning_any(*meanings))
        yield streams.count(Wanted(True, sight, member.id, rest=(turn,)), COUNTED + 1)


def _days(sight: tuple[int, ...] | None, starts: list[tuple[date, str]]) -> Iterator[Sql]:
    seen = (streams.among("category_id", sight),) if sight is not None else ()
    for (_day, start), (_next, end) in itertools.pairwise(starts):
        came = Sql("created >= ? AND created < ?", (start, end))
        gone = Sql("resolved >= ? AND resolved < ?", (start, end))
        there = Sql("deleted IS NULL")
        for is_open in (1, 0):
            state = Sql("is_open = ?", (is_open,))
            yield streams.counted(streams.BY_CREATED, [state, there, came, *seen], COUNTED + 1)
        yield streams.counted(streams.BY_RESOLVED, [gone, there, *seen], COUNTED + 1)


def _midnights() -> list[tuple[date, str]]:
    """Where the last days of the desk begin, as the database has moments; then where they end."""
    zone = ZoneInfo(settings.get("site.timezone"))
    today = now().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -2, -1)]
    return [
        (day, Ticket.created.db_value(datetime.combine(day, time(), zone).astimezone(UTC)))
        for day in days
    ]
