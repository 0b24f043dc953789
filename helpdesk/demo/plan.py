"""The shape of the demo data: who is open, how much is said, when it happens.

Everything follows from a seed and the number of a ticket, so that two runs are equal wherever they
were interrupted.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from helpdesk.clock import UTC

DAYS = 3 * 365
MOST = 500  # messages of the one longest ticket
BUSY_MOST = 1000  # open tickets of the one busiest person
_LONG = 0.01  # of all tickets have more than twenty messages
_USUAL = range(1, 21)
_FALL = 0.731  # each further message is as much less likely: 3.7 on average
_LONG_ONES = range(21, 51)
_USUAL_WEIGHTS = list(accumulate(_FALL**count for count in _USUAL))
_RECENT = 25  # one in so many tickets is recent; of those two in five are open
_RECENT_LEAST = 30  # where there are as many, so that a small demo has something to do
_OLD_OPEN = 240  # of the others one in so many


@dataclass(frozen=True)
class Plan:
    """What follows from how many tickets are wanted, the seed, and the day."""

    total: int
    seed: int
    today: date

    @property
    def customers(self) -> int:
        """People who ask, some of them often."""
        return max(10, self.total // 5)

    @property
    def organisations(self) -> int:
        """Companies that some of them belong to."""
        return max(3, min(400, self.total // 250))

    @property
    def end(self) -> int:
        """The last moment, in seconds since 1970."""
        return int(datetime.combine(self.today, time(), UTC).timestamp())

    @property
    def start(self) -> int:
        """The first moment: years ago, for a small desk weeks."""
        days = min(DAYS, max(30, self.total // 2))
        return self.end - int(timedelta(days=days).total_seconds())

    def created(self, number: int, dice: Random) -> int:
        """When a ticket came: later numbers later."""
        return self.start + int((number + dice.random()) * (self.end - self.start) / self.total)

    def is_open(self, number: int) -> bool:
        """Two of a hundred: most among the newest, a few forgotten ones."""
        recent = self._recent(number)
        return number % _OLD_OPEN == 0 if recent < 0 else recent * 2 % 5 < 2

    def is_busy(self, number: int) -> bool:
        """Whether an open ticket is the busiest person's: as many as BUSY_MOST, or half of all."""
        recent = self._recent(number)
        if recent < 0:
            return False
        nth, of = recent * 2 // 5, max(1, self._recents * 2 // 5)
        wanted = min(BUSY_MOST, self.total // 100)
        return (nth + 1) * wanted // of > nth * wanted // of

    def messages(self, number: int, dice: Random) -> int:
        """How much is said on a ticket: four messages on average."""
        if number == self.longest:
            return MOST
        if dice.random() < _LONG:
            return dice.choice(_LONG_ONES)
        return dice.choices(_USUAL, cum_weights=_USUAL_WEIGHTS)[0]

    @property
    def longest(self) -> int:
        """The number of the ticket on which most is said; none in a small demo."""
        return self.total * 99 // 100 if self.total >= MOST * 2 else -1

    @property
    def _recents(self) -> int:
        return max(self.total // _RECENT, min(_RECENT_LEAST, self.total // 2))

    def _recent(self, number: int) -> int:
        """The how manieth recent ticket it is, or below 0."""
        return number - (self.total - self._recents)


def moments(dice: Random, created: int, end: int, count: int) -> list[int]:
    """When the messages of a ticket came: hours apart, all before the end."""
    gaps = [0.0, *(dice.expovariate(1 / 8) for _ in range(count - 1))]
    hours = list(accumulate(gaps))
    seconds = min(3600.0, (end - created) * 0.98 / max(hours[-1], 1.0))
    return [created + int(hour * seconds) for hour in hours]
