"""Slow pages: what takes over a second is noted in a small file, and told by page.

Only the page's pattern is kept, never the address itself: nobody's ticket or search is in there.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from helpdesk.clock import UTC, now
from helpdesk.diagnostics.facts import GOOD, Around, Fact
from helpdesk.i18n import _, ngettext

NAME, BEFORE = "slow.jsonl", "slow.1.jsonl"
MOST = 100_000  # bytes of the file; then it is turned over once
DAYS = 7  # that are told
SHOWN = 10
log = logging.getLogger("helpdesk.slow")


@dataclass(frozen=True)
class Page:
    """A page that was slow: how often, its median and worst time in seconds, when last."""

    route: str
    count: int
    median: float
    worst: float
    last: datetime


def note(folder: Path | None, route: str, seconds: float) -> None:
    """Note a request that took so long; an answer never fails for it."""
    if folder is None:
        return
    line = json.dumps({"at": int(time.time()), "page": route, "s": round(seconds, 2)})
    file = folder / "log" / NAME
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            size = out.tell()
        if size > MOST:
            file.replace(file.with_name(BEFORE))
    except OSError as error:
        log.warning("a slow page can't be noted: %s", error)


def pages(folder: Path) -> list[Page]:
    """What was slow in the last days, the most often first."""
    times: dict[str, list[tuple[int, float]]] = {}
    since = now().timestamp() - DAYS * 86_400
    for at, route, seconds in _lines(folder):
        if at >= since:
            times.setdefault(route, []).append((at, seconds))
    found = [
        Page(
            route,
            len(rows),
            median(seconds for _at, seconds in rows),
            max(seconds for _at, seconds in rows),
            datetime.fromtimestamp(max(at for at, _s in rows), UTC),
        )
        for route, rows in times.items()
    ]
    return sorted(found, key=lambda page: (-page.count, page.route))


def facts(around: Around) -> Iterator[Fact]:
    """A line for each page, and a good word where there is none."""
    found = pages(around.folder)
    if not found:
        words = _("None took longer than a second in the last %(num)d days.") % {"num": DAYS}
        yield Fact(_("Slow pages"), words, GOOD)
    for page in found[:SHOWN]:
        often = ngettext("%(num)d time", "%(num)d times", page.count) % {"num": page.count}
        told = {"often": often, "median": f"{page.median:.1f}", "worst": f"{page.worst:.1f}"}
        words = _("%(often)s, median %(median)s s, worst %(worst)s s") % told
        yield Fact(_("Slow page"), words, code=page.route)


def _lines(folder: Path) -> Iterator[tuple[int, str, float]]:
    for name in (BEFORE, NAME):
        with suppress(OSError), (folder / "log" / name).open(encoding="utf-8") as file:
            for line in file:
                with suppress(ValueError, KeyError, TypeError):  # cut off by a full disk
                    row = json.loads(line)
                    yield int(row["at"]), str(row["page"]), float(row["s"])
