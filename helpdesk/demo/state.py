"""What demo data there is: how far it has come, and which rows are its own.

One row among the settings, changed in the transaction that writes the rows themselves: a killed
process leaves neither rows that nobody knows nor a record of rows that aren't there.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Setting

KEY = "demo.state"  # no setting: nobody sets it
Range = list[int]  # first and last id


@dataclass
class State:
    """How many tickets are wanted, what is there, and the ids of what was added."""

    total: int
    today: str  # the day on which the demo's time ends
    seed: int = 1
    tickets: int = 0  # made so far
    customers: int = 0
    removing: bool = False
    statuses: dict[str, int] = field(default_factory=dict)
    priorities: dict[str, int] = field(default_factory=dict)
    staff: list[int] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    ticket_ids: list[Range] = field(default_factory=list)
    customer_ids: list[Range] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything wanted is there."""
        return self.tickets >= self.total and not self.removing


def read(*, lock: bool = False) -> State | None:
    """What there is, or None; with `lock` nobody else changes it before the commit."""
    query = Setting.select(Setting.value).where(Setting.key == KEY)
    row = (db.locked(query) if lock else query).first()
    return State(**json.loads(row.value)) if row else None


def write(state: State) -> None:
    """Store it in the caller's transaction."""
    db.upsert(Setting, {"key": KEY}, {"value": json.dumps(asdict(state)), "changed": now()})


def forget() -> None:
    """There is none any more."""
    Setting.delete().where(Setting.key == KEY).execute()


def add(ranges: list[Range], first: int, last: int) -> None:
    """Note ids in a row; they join the range before where they follow on it."""
    if ranges and ranges[-1][1] == first - 1:
        ranges[-1][1] = last
    else:
        ranges.append([first, last])


def ids(ranges: list[Range]) -> Iterator[int]:
    """All ids in their order."""
    for first, last in ranges:
        yield from range(first, last + 1)


class Ids:
    """The id of the n-th row that was made, found without a list of them all."""

    def __init__(self, ranges: list[Range]) -> None:
        self.ranges = ranges

    def __getitem__(self, number: int) -> int:
        for first, last in self.ranges:
            if number <= last - first:
                return first + number
            number -= last - first + 1
        raise IndexError(number)
