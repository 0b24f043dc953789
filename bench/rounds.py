"""Rounds of requests, pages and floors in mixed order; what they come to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median

from bench.client import Answer, Browser
from bench.pages import Page, Visit

AGREE = 0.10  # two runs differ by no more than this
WARM_UP = 5


@dataclass
class Times:
    """What was measured of one page: a run of ratios each, and all times."""

    runs: list[list[float]] = field(default_factory=lambda: [[], []])
    ms: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    last: Answer | None = None

    @property
    def ratio(self) -> float:
        """The median of all rounds' ratios."""
        return median([*self.runs[0], *self.runs[1]])

    @property
    def p95(self) -> float:
        """The time that 19 of 20 requests stay below."""
        return sorted(self.ms)[int(len(self.ms) * 0.95)]

    @property
    def agrees(self) -> bool:
        """Whether the two runs say the same."""
        first, second = sorted(median(run) for run in self.runs)
        return second <= first * (1 + AGREE)


@dataclass
class Measured:
    """All pages of all rounds."""

    pages: dict[str, Times]
    floor: list[float] = field(default_factory=list)
    floor_write: list[float] = field(default_factory=list)


def measure(visit: Visit, pages: list[Page], rounds: int, say: Callable[[str], None]) -> Measured:
    """Two runs of so many rounds."""
    found = Measured({page.name: Times() for page in pages})
    dice = Random(1)
    for number in range(-WARM_UP, rounds * 2):
        if number >= 0 and number % rounds == 0:
            say(f"run {number // rounds + 1} of 2: {rounds} rounds of {len(pages) + 2} requests")
        answers = _round(visit, dice.sample(pages, len(pages)), dice)
        if number >= 0:
            _note(found, answers, pages, number // rounds)
    return found


def _round(visit: Visit, pages: list[Page], dice: Random) -> dict[str, Answer]:
    """One request of each kind, the floors somewhere among them."""
    waiting: list[Page | str] = [*pages, "floor", "floor_write"]
    dice.shuffle(waiting)
    answers = {}
    for one in waiting:
        if isinstance(one, Page):
            answers[one.name] = _asked(visit, one)
        else:
            answers[one] = floor(visit.guest, one)
    return answers


def _asked(visit: Visit, page: Page) -> Answer:
    browser, raw = page.prepare(visit)
    answer = browser.send(raw)
    if browser not in (visit.staff, visit.guest):
        browser.close()
    if answer.status != page.status:
        raise RuntimeError(f"{page.name}: {answer.status} in place of {page.status}")
    return answer


def floor(browser: Browser, name: str) -> Answer:
    """One request for a floor."""
    if name == "floor":
        return browser.get("/bench/floor")
    return browser.send(browser.request("POST", "/bench/floor-write", b"", "text/plain"))


def _note(found: Measured, answers: dict[str, Answer], pages: list[Page], run: int) -> None:
    reads, writes = answers["floor"].ms, answers["floor_write"].ms
    found.floor.append(reads)
    found.floor_write.append(writes)
    for page in pages:
        answer, times = answers[page.name], found.pages[page.name]
        times.runs[run].append(answer.ms / (reads + writes if page.writes else reads))
        times.ms.append(answer.ms)
        times.queries.append(int(answer.headers["x-bench-queries"]))
        times.last = answer
