"""The program is compiled in slices, and what an upload replaces is never taken for compiled."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk import bytecode, paths

NAMES = ["helpdesk/__init__.py", "helpdesk/a.py", "helpdesk/b.py", "vendor/c.py"]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An uploaded folder with four files."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"WHAT = {name!r}\n")
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "helpdesk")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def test_slices_go_on_from_the_checkpoint(program: Path) -> None:
    """At least one file a slice, each once."""
    seen, checkpoint = [], ""
    while True:
        reached = bytecode.compile_some(0, checkpoint)
        seen.append(reached.done)
        if reached.checkpoint is None:
            break
        checkpoint = reached.checkpoint
    assert seen == [1, 2, 3, 4] and reached.total == 4
    assert bytecode.compiled() == (None, 4, 4)


def test_what_is_compiled_isnt_compiled_again(program: Path) -> None:
    """A press on the button costs next to nothing when all is there."""
    bytecode.compile_some()
    there = Path(importlib.util.cache_from_source(program / NAMES[1]))
    before = there.stat().st_ino
    bytecode.compile_some()
    assert there.stat().st_ino == before


def test_a_replaced_file_is_never_taken_for_compiled(program: Path) -> None:
    """An archive may give the new file the very time and size of the old one."""
    bytecode.compile_some()
    file = program / NAMES[1]
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    file.write_text(file.read_text().replace("/a", "/z"))
    os.utime(file, ns=times)
    assert bytecode.compiled().done == 3
    run = [sys.executable, "-c", "import a; print(a.WHAT)"]
    for _again in range(2):  # the second one finds what the first one kept
        environ = {"PYTHONPATH": str(file.parent), "PATH": os.environ["PATH"]}
        assert subprocess.check_output(run, env=environ).decode().strip() == "helpdesk/z.py"


def test_a_file_that_no_python_understands_stops_nothing(program: Path) -> None:
    """Libraries carry such files, for other Pythons or as templates."""
    (program / NAMES[1]).write_text("this is no Python")
    assert bytecode.compile_some() == (None, 4, 4)
    assert bytecode.compiled().done == 3


def test_nothing_is_written_where_that_isnt_wanted(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program works without; the status page tells."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not bytecode.is_possible()
    assert bytecode.compile_some(0) == (None, 4, 4)
    assert not list(program.rglob("*.pyc"))
