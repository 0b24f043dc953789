"""The quick views, with how many tickets each holds."""

import time
from dataclasses import dataclass
from typing import Any

from helpdesk import db
from helpdesk.i18n import _
from helpdesk.schema import StaffCategory, TeamMember, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import streams
from helpdesk.tickets.asked import (
    LONGEST,
    OPEN,
    RESOLVED,
    TEAMS,
    TURN,
    VIEWS,
    Asked,
)
from helpdesk.tickets.listing import COUNTED, wanted_of
from helpdesk.tickets.streams import Sql
from helpdesk.tickets.teams import teams_of

WALKED = 3 * COUNTED  # open tickets up to which one walk over all of them is the shorter way
STAYS = 60.0  # seconds for which a view stays one that holds more than are counted
_full: dict[tuple[int, Any, str], float] = {}  # until when (monotonic)
_open: dict[tuple[int, Any], int] = {}  # how many open tickets were in somebody's sight


@dataclass(frozen=True)
class View:
    """A quick view as the sidebar shows it."""

    key: str
    words: str
    count: int

    @property
    def count_text(self) -> str:
        """The count in words that stay short."""
        return counted(self.count)


def quick_views(member: Member) -> list[View]:
    """All views that make sense for this person; the counts come from one query, or two.

    They are remembered until this process writes a ticket, or for two seconds.
    """
    key = ("views", member.id, member.categories)
    tables = (Ticket, TeamMember, StaffCategory)
    found = db.remembered(key, tables, lambda: _counts(member))
    return [View(view, _(words), found[view]) for view, words in VIEWS.items() if view in found]


def counted(number: int) -> str:
    """A count up to the limit, and what stands for more."""
    return str(number) if number <= COUNTED else f"{COUNTED:,}+"


def _counts(member: Member) -> dict[str, int]:
    """Each up to one more than `COUNTED`. Who has no team has no view of teams. Views that hold
    more than that aren't counted again for a minute: it is them that take the time."""
    views = [view for view in VIEWS if view != LONGEST]
    if not teams_of(member.id):
        views.remove(TEAMS)
    place, moment = (member.id, member.categories), time.monotonic()
    full = {view for view in views if _full.get((*place, view), 0.0) > moment}
    asked = [view for view in views if view not in full]
    walked = _in_one_pass(member, asked) if OPEN in asked else None
    found = walked if walked is not None else _one_by_one(member, asked)
    for view in [RESOLVED] if walked is not None else asked:
        if found.get(view, 0) > COUNTED:
            key = (*place, view)
            _full[key] = moment + STAYS
    counts = found | dict.fromkeys(full, COUNTED + 1)
    return {**counts, LONGEST: counts[TURN]}


def _in_one_pass(member: Member, views: list[str]) -> dict[str, int] | None:
    """All by one walk over the open tickets; None where these are too many for it."""
    kinds = [view for view in views if view not in (OPEN, RESOLVED)]
    wanted = [wanted_of(member, Asked(view)) for view in kinds]
    sight = (member.id, member.categories)
    few = _open.get(sight, WALKED) <= WALKED // 2
    every = streams.tallied(wanted_of(member, Asked(OPEN)), wanted, 0 if few else WALKED + 1)
    names, query = [OPEN, *kinds], every
    if RESOLVED in views:
        done = streams.count(wanted_of(member, Asked(RESOLVED)), COUNTED + 1)
        names.insert(0, RESOLVED)
        query = Sql(f"SELECT ({done.text}), x.* FROM ({every.text}) x", done.values + every.values)
    counts = dict(zip(names, map(int, query.run()[0]), strict=True))
    _open[sight] = counts[OPEN]
    if counts[OPEN] > WALKED:
        return None
    return {view: min(count, COUNTED + 1) for view, count in counts.items()}


def _one_by_one(member: Member, views: list[str]) -> dict[str, int]:
    """Each by its own index."""
    if not views:
        return {}
    parts = [streams.count(wanted_of(member, Asked(view)), COUNTED + 1) for view in views]
    text = ", ".join(f"({part.text})" for part in parts)
    row = Sql(f"SELECT {text}", tuple(v for part in parts for v in part.values)).run()[0]
    return dict(zip(views, map(int, row), strict=True))
