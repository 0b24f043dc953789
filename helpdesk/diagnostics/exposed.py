"""Can data be downloaded? The wizard's check once more, at a press: a move may have changed it.

The press puts fresh probe files beside the real ones; the browser and the server itself ask for
them, and they are removed with the verdict. What was found is kept in a file of the data folder.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from helpdesk import config, dates, security
from helpdesk.clock import UTC
from helpdesk.diagnostics.facts import BAD, GOOD, PLAIN, WARN, Around, Fact
from helpdesk.i18n import _
from helpdesk.installation import exposure, state
from helpdesk.installation.exposure import Target
from helpdesk.installation.state import BY_HAND, EXPOSED, SAFE

NAME = "exposure.json"
LASTS = 3600  # seconds after which a check that nobody ended is over
PAGE = "/admin/system/exposure"


@dataclass
class Check:
    """A check that is under way (it has a key), or the last one's outcome."""

    key: str = field(default="", repr=False)
    probes: dict[str, str] = field(default_factory=dict)  # file name: the word in it
    outcome: str = ""
    exposed: list[str] = field(default_factory=list)  # addresses that gave a file away
    at: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it waits for what browser and server find."""
        return bool(self.key) and time.time() - self.at < LASTS


def begin(folder: Path) -> None:
    """Put probe files there, under names that nobody can guess."""
    found = read(folder)
    _remove(folder, found)
    probes, moment = state.new_probes(), int(time.time())
    state.write_probes(folder, probes)
    _write(folder, Check(security.token(48), probes, found.outcome, found.exposed, moment))


def targets(folder: Path, check: Check, base: str, document_root: str) -> list[Target]:
    """What is to be tried."""
    return exposure.targets_of(folder, check.probes, base, document_root)


def settle(folder: Path, outcome: str, addresses: list[str]) -> None:
    """Keep the outcome and remove the probe files."""
    _remove(folder, read(folder))
    _write(folder, Check("", {}, outcome, addresses, int(time.time())))


def judge(
    folder: Path,
    tried: list[Target],
    browser: Mapping[str, str],
    server: Mapping[str, str],
    *,
    server_counts: bool,
) -> None:
    """Settle by what browser and server found."""
    settle(folder, *exposure.judged(tried, browser, server, server_counts=server_counts))


def read(folder: Path) -> Check:
    """The last one; an empty one before the first, or when its file is no use."""
    try:
        found = Check(**json.loads((folder / NAME).read_text("utf-8")))
        found.probes = {name: word for name, word in found.probes.items() if "/" not in name}
    except (OSError, ValueError, TypeError, AttributeError):
        return Check()
    return found


def key(folder: Path | None) -> str:
    """What the server's own try is answered with; '' while there is no check."""
    found = read(folder) if folder else Check()
    return found.key if found.is_open else ""


def facts(around: Around) -> Iterator[Fact]:
    """One of three states, and the way to look again."""
    found, title = read(around.folder), _("Downloads by strangers")
    link = {"page": PAGE, "way": _("Look now")}
    if not found.outcome:
        yield Fact(title, _("not looked since the set-up"), PLAIN, **link)
        return
    link["way"] = _("Look again")
    when = dates.moment(datetime.fromtimestamp(found.at, UTC).astimezone(around.zone))
    if found.outcome in (SAFE, BY_HAND):
        words = _("Nobody can download your data (%(when)s)") % {"when": when}
        yield Fact(title, words, GOOD, **link)
    elif found.outcome == EXPOSED:
        words, advice = _("Your files can be downloaded (%(when)s)"), _("See what to do there.")
        yield Fact(title, words % {"when": when}, BAD, advice, **link)
    else:
        words = _("This could not be found out (%(when)s)") % {"when": when}
        yield Fact(title, words, WARN, _("A look by hand tells."), **link)


def _remove(folder: Path, check: Check) -> None:
    for name in check.probes:
        (folder / name).unlink(missing_ok=True)


def _write(folder: Path, check: Check) -> None:
    config.write_whole(folder / NAME, json.dumps(asdict(check)).encode())
