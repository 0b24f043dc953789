"""How often pages may ask what is new: named by the server, from what its answers really cost.

All pages together may take a tenth of a process's time. A process learns from its own answers how
many come and how long they take, waiting included, so a busy machine is asked less by itself. A
process that ends with its request (CGI) can't learn, and each question starts one: half a minute.
"""

import threading
import time

SOONEST = 2500  # ms
LATEST = 30_000
STARTING = 30_000  # where each question starts a process
SHARE = 0.1  # of a process's time
_MEMORY = 20.0  # answers and seconds after which what was learnt fades


class Pace:
    """What one process has learnt."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cost = 0.0  # seconds that an answer takes
        self._every = 0.0  # seconds between two answers
        self._named = SOONEST / 1000  # seconds, as those pages were told that ask now
        self._last = 0.0

    def next(self, began: float, *, resident: bool, moment: float = 0.0) -> int:
        """Milliseconds until a page asks again; `began` is when its question came in."""
        if not resident:
            return STARTING
        moment = moment or time.monotonic()
        with self._lock:
            self._learn(moment, moment - began)
            pages = self._named / max(self._every, 1e-4)
            wanted = max(SOONEST, min(LATEST, 1000 * self._cost * pages / SHARE))
            self._named += (wanted / 1000 - self._named) / _MEMORY
        return int(wanted)

    def _learn(self, moment: float, cost: float) -> None:
        pause = min(moment - self._last, _MEMORY) if self._last else self._named
        self._cost += (cost - self._cost) / _MEMORY if self._cost else cost
        self._every += (pause - self._every) / _MEMORY if self._every else pause
        self._last = moment


pace = Pace()
