"""What somebody asks the list for: a view, filters, an order. It travels in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from helpdesk.i18n import N_
from helpdesk.staff import Member

OPEN, MINE, TEAMS, UNASSIGNED, OTHERS = "open", "mine", "teams", "unassigned", "others"
TURN, LONGEST, RESOLVED = "turn", "longest", "resolved"
LAST, CREATED, PRIORITY, WAITING, NUMBER = "last", "created", "priority", "waiting", "number"
NOBODY = 0  # as an owner

# The quick views in their order; keys for gettext.
VIEWS: dict[str, str] = {
    OPEN: N_("All open"),
    MINE: N_("Mine"),
    TEAMS: N_("My teams'"),
    UNASSIGNED: N_("Unassigned"),
    OTHERS: N_("Others'"),
    TURN: N_("Waiting for us"),
    LONGEST: N_("Waiting longest"),
    RESOLVED: N_("Resolved"),
}
# The orders, each one's usual direction first; keys for gettext.
SORTS: dict[str, tuple[str, str]] = {
    LAST: (N_("Latest message first"), N_("Oldest message first")),
    WAITING: (N_("Longest waiting first"), N_("Shortest waiting first")),
    PRIORITY: (N_("Most pressing first"), N_("Least pressing first")),
    CREATED: (N_("Newest first"), N_("Oldest first")),
    NUMBER: (N_("Highest number first"), N_("Lowest number first")),
}
FILTERS = ("status", "category", "owner", "team", "priority", "customer")
DIGITS = 18  # that surely fit a column


@dataclass(frozen=True)
class Asked:
    """A view, filters by id (an owner of 0 is nobody), and an order, perhaps turned around."""

    view: str = OPEN
    filters: tuple[tuple[str, int], ...] = ()
    sort: str = LAST
    back: bool = False

    def filter(self, name: str) -> int | None:
        """The id that a filter asks for, None where it asks for nothing."""
        return dict(self.filters).get(name)

    def without(self, name: str) -> "Asked":
        """The same without a filter."""
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0] != name))

    def sorted_by(self, sort: str, *, back: bool = False) -> "Asked":
        """The same in another order."""
        return replace(self, sort=sort, back=back)

    def query(self, **more: str) -> str:
        """The part of an address that asks for this."""
        told = {"view": self.view}
        told |= {name: "none" if name == "owner" and not n else str(n) for name, n in self.filters}
        if (self.sort, self.back) != (usual_sort(self.view), False):
            told["sort"] = f"-{self.sort}" if self.back else self.sort
        return urlencode(told | {name: value for name, value in more.items() if value})


def usual_sort(view: str) -> str:
    """The order in which a view is shown unless another is asked for."""
    return WAITING if view == LONGEST else LAST


def read(query: Mapping[str, str], member: Member) -> Asked:
    """What an address asks for; whatever it says that is unknown counts for nothing."""
    view = query.get("view", "")
    view = view if view in VIEWS else member.list_view if member.list_view in VIEWS else OPEN
    wanted = query.get("sort", "")
    sort = wanted.removeprefix("-")
    sort, back = (sort, sort != wanted) if sort in SORTS else (usual_sort(view), False)
    found = {name: _id(query.get(name, ""), member) for name in FILTERS}
    filters = tuple((name, number) for name, number in found.items() if _is_one(name, number))
    return Asked(view, filters, sort, back)


def _id(typed: str, member: Member) -> int:
    if typed in ("me", "none"):
        return member.id if typed == "me" else NOBODY
    fits = typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS
    return int(typed) if fits and int(typed) else -1


def _is_one(name: str, number: int) -> bool:
    return number > 0 or (name == "owner" and number == NOBODY)
