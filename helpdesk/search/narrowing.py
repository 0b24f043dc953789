"""The operators of a query as conditions on tickets and documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk import categories, settings, statuses
from helpdesk.clock import UTC
from helpdesk.i18n import _
from helpdesk.schema import Staff, Ticket
from helpdesk.search import documents, tokens
from helpdesk.search.query import Operator
from helpdesk.staff import Member


@dataclass(frozen=True)
class Filter:
    """An operator as it was understood; `problem` says why nothing can fit it."""

    name: str
    value: str
    is_not: bool = False
    problem: str = ""


@dataclass
class Narrowing:
    """What operators ask for."""

    filters: list[Filter] = field(default_factory=list)
    groups: list[tuple[str, ...]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    tickets: list[Any] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_impossible(self) -> bool:
        """Whether nothing can fit."""
        return any(one.problem for one in self.filters)


def narrowed(operators: Iterable[Operator], member: Member | None) -> Narrowing:
    """Look the operators' values up; one query for each kind of name among them."""
    made = Narrowing()
    by_name: dict[str, list[Operator]] = {}
    for operator in operators:
        by_name.setdefault(operator.name, []).append(operator)
    for name, some in by_name.items():
        _READ[name](made, some, member)
    return made


def _status(made: Narrowing, operators: list[Operator], _member: Member | None) -> None:
    every = statuses.every()
    alike = {"closed": statuses.RESOLVED, "solved": statuses.RESOLVED}
    found: dict[Operator, list[int]] = {}
    for operator in operators:
        value = alike.get(operator.value.lower(), operator.value)
        found[operator] = [
            label.id
            for label in every
            if _same(value, label.name, label.row.name, label.row.meaning)
        ]
    _among(made, found, Ticket.status, _("There is no status of this name."))


def _category(made: Narrowing, operators: list[Operator], member: Member | None) -> None:
    seen = member.categories if member else None
    every = [label for label in categories.every() if seen is None or label.id in seen]
    found = {
        operator: [c.id for c in every if _same(operator.value, c.name, c.row.name)]
        for operator in operators
    }
    _among(made, found, Ticket.category, _("There is no category of this name."))
    wanted = [number for operator, ids in found.items() if not operator.is_not for number in ids]
    if wanted:
        made.groups.append(tuple(documents.category(number) for number in wanted))


def _owner(made: Narrowing, operators: list[Operator], member: Member | None) -> None:
    people = [
        (row.id, row.name, row.email) for row in Staff.select(Staff.id, Staff.name, Staff.email)
    ]
    found: dict[Operator, list[int]] = {}
    for operator in operators:
        if operator.value.lower() == "me" and member:
            found[operator] = [member.id]
        elif operator.value.lower() in ("none", "nobody"):
            found[operator] = [0]
        else:
            found[operator] = [
                number for number, *names in people if _begins(operator.value, *names)
            ]
    column = _OwnerColumn()
    _among(made, found, column, _("There is nobody of this name among the staff."))


def _from(made: Narrowing, operators: list[Operator], member: Member | None) -> None:
    for operator in operators:
        mine = operator.value.lower() == "me" and member is not None
        value = member.email if mine and member else operator.value
        wanted = [tokens.whole(value)] if tokens.is_email(value) else tokens.wanted(value)
        if value.endswith("*") and wanted and len(wanted[-1]) > 1:
            wanted[-1] = wanted[-1].rstrip("*") + "*"
        theirs = [documents.author(token) for token in wanted]
        if operator.is_not:
            made.without += theirs
        else:
            made.groups += [(token,) for token in theirs]
        problem = "" if wanted else _("Write a name or an address.")
        made.filters.append(Filter("from", operator.value, operator.is_not, problem))


def _dates(made: Narrowing, operators: list[Operator], _member: Member | None) -> None:
    for operator in operators:
        day = _day(operator.value)
        problem = "" if day else _("Write the day like this: 2026-01-31.")
        made.filters.append(Filter(operator.name, operator.value, operator.is_not, problem))
        if day is None:
            continue
        if (operator.name == "after") != operator.is_not:
            made.since = max(made.since or day, day)
        else:
            made.until = min(made.until or day, day)


def _among(made: Narrowing, found: dict[Operator, list[int]], column: Any, nobody: str) -> None:
    wanted: list[int] = []
    for operator, ids in found.items():
        if operator.is_not:
            made.tickets.append(~column.in_(ids) if ids else column.is_null(False))
        else:
            wanted += ids
        problem = "" if ids or operator.is_not else nobody
        made.filters.append(Filter(operator.name, operator.value, operator.is_not, problem))
    if wanted:
        made.tickets.append(column.in_(wanted))


class _OwnerColumn:
    """The owner, where 0 stands for nobody."""

    def in_(self, ids: list[int]) -> Any:
        some = Ticket.owner.in_([number for number in ids if number])
        return some | Ticket.owner.is_null() if 0 in ids else some

    def is_null(self, _is: bool) -> Any:
        return Ticket.id > 0


def _same(typed: str, *names: str) -> bool:
    wanted = tokens.units(typed)
    return bool(wanted) and any(tokens.units(name) == wanted for name in names)


def _begins(typed: str, *names: str) -> bool:
    """Whether each word typed begins a word of a name or address."""
    wanted = tokens.units(typed)
    have = [unit for name in names for unit in tokens.units(name)]
    return bool(wanted) and all(any(h.startswith(w) for h in have) for w in wanted)


def _day(value: str) -> datetime | None:
    """When a day begins, in the desk's zone."""
    try:
        found = date.fromisoformat(value)
        zone = ZoneInfo(settings.get("site.timezone"))
        if not 1 < found.year < 9999:
            return None
        return datetime.combine(found, time(), zone).astimezone(UTC)
    except ValueError:
        return None


_READ: dict[str, Callable[[Narrowing, list[Operator], Member | None], None]] = {
    "status": _status,
    "category": _category,
    "owner": _owner,
    "from": _from,
    "before": _dates,
    "after": _dates,
}
