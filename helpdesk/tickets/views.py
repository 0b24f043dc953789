"""The quick views, with how many tickets each holds."""

from dataclasses import dataclass

from helpdesk import db
from helpdesk.i18n import _
from helpdesk.schema import StaffCategory, TeamMember, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import streams
from helpdesk.tickets.asked import LONGEST, TEAMS, TURN, VIEWS, Asked
from helpdesk.tickets.listing import COUNTED, wanted_of
from helpdesk.tickets.streams import Sql
from helpdesk.tickets.teams import teams_of


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
    """All views that make sense for this person; the counts come from one query.

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
    """What is equal by itself isn't counted twice; who has no team has no view of teams."""
    wanted = [view for view in VIEWS if view != LONGEST]
    if not teams_of(member.id):
        wanted.remove(TEAMS)
    parts = [streams.count(wanted_of(member, Asked(view)), COUNTED + 1) for view in wanted]
    text = ", ".join(f"({part.text})" for part in parts)
    row = Sql(f"SELECT {text}", tuple(v for part in parts for v in part.values)).run()[0]
    found = dict(zip(wanted, map(int, row), strict=True))
    return found | {LONGEST: found[TURN]}
