"""Killed after any statement of any phase: whoever comes next finds a whole desk in the end."""

import itertools
import signal
import subprocess
import sys

from helpdesk import updating
from helpdesk.updating import records
from tests.db import schemas
from tests.plugin_skips import thorough
from tests.rules.tree import ROOT
from tests.updating.conftest import MakeOld
from tests.updating.old import CHANGING, Old, as_before

NOT_KILLED = 0
SPARE = 30  # statements


def test_killed_on_the_way_forward(make_old: MakeOld, engine: str) -> None:
    whole = make_old()
    before, points = whole.rows(), _points(whole, fails=False)
    wanted = (schemas.read(whole.address), _kept(whole))
    _nothing_lost(before, whole)
    for number in _chosen(points, engine):
        one = make_old()
        assert _run(one, number, fails=False).returncode == -signal.SIGKILL, number
        assert _run(one, NOT_KILLED, fails=False).returncode == 0, number
        last = updating.last(one.folder)
        assert last and last.phase == records.DONE, number
        assert (schemas.read(one.address), _kept(one)) == wanted, f"killed after {number}"
        assert not updating.look(one.folder).scripts


def test_killed_on_the_way_back(make_old: MakeOld, engine: str) -> None:
    whole = make_old()
    wanted = as_before(whole)
    points = _points(whole, fails=True)
    assert as_before(whole) == wanted
    for number in _chosen({"back": points["back"], "end": points["end"]}, engine):
        one, number = _killed(make_old, number)
        assert _run(one, NOT_KILLED, fails=True).returncode == 0, number
        last = updating.last(one.folder)
        assert last and last.phase == records.UNDONE and last.error == "This fails.", number
        assert as_before(one) == wanted, f"killed after {number}"


def _killed(make_old: MakeOld, number: int) -> tuple[Old, int]:
    """One that was killed there; slices end by the clock, so no two ways back have equally many
    statements: one that has ended before is tried again with fewer."""
    while _run(one := make_old(), number, fails=True).returncode != -signal.SIGKILL:
        number -= SPARE
        assert number > 0
    return one, number


def _points(old: Old, *, fails: bool) -> dict[str, int]:
    """How many statements had run when each phase began, and at the end."""
    ended = _run(old, NOT_KILLED, fails=fails)
    assert ended.returncode == 0, ended.stderr
    return {line.split()[0]: int(line.split()[1]) for line in ended.stdout.splitlines()}


def _chosen(points: dict[str, int], engine: str) -> list[int]:
    """All at scale; else one in the midst of each phase, and the first and the last of all."""
    marks = sorted({1, *points.values()})
    if thorough():
        return list(range(marks[0], marks[-1] + 1))
    between = [(a + b) // 2 for a, b in itertools.pairwise(marks)]
    return sorted({marks[0], *between, marks[-1]} if engine == "sqlite" else set(between[:3]))


def _run(old: Old, kill_at: int, *, fails: bool) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.updating.worker", str(old.folder), str(kill_at)]
    return subprocess.run(
        [*command, str(int(fails))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _kept(old: Old) -> dict[str, list[str]]:
    return {name: rows for name, rows in old.rows().items() if name not in CHANGING}


def _nothing_lost(before: dict[str, list[str]], old: Old) -> None:
    after = old.rows()
    for name, rows in before.items():
        assert len(after[name]) >= len(rows), name
