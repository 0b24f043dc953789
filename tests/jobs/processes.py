"""Real processes that work on a desk, each with the jobs of tests/jobs/registered.py."""

import subprocess
import sys
from pathlib import Path

from tests.rules.tree import ROOT

_BEGIN = """
import json, pathlib, sys
from helpdesk import attachments, config, db, jobs, outbox, work
from helpdesk.schema import Job, Outbox
from tests.jobs import registered
registered.folder = pathlib.Path({folder!r})
db.use(config.load(registered.folder).database)
sys.stdin.readline()
"""


def start(folder: Path, code: str) -> "subprocess.Popen[str]":
    """A process that waits for `go`, then runs the code with the desk's database in place."""
    return subprocess.Popen(
        [sys.executable, "-c", _BEGIN.format(folder=str(folder)) + code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(*processes: "subprocess.Popen[str]") -> None:
    """Let them run, all from the same moment on."""
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def lines(process: "subprocess.Popen[str]") -> list[str]:
    """What it said until its end; it must have ended well."""
    said, _errors = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said.split()


def line(process: "subprocess.Popen[str]") -> str:
    """The next line that it says."""
    assert process.stdout
    return process.stdout.readline().strip()
