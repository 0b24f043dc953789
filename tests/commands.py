"""The desk's own commands, as processes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.rules.tree import ROOT


def started(folder: Path, *command: str) -> subprocess.Popen[str]:
    """The command at work on the desk of that data folder."""
    environment = {**os.environ, "HELPDESK_DATA": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "helpdesk", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder: Path, *command: str) -> tuple[int, str]:
    """Exit code, and everything that it said within four minutes."""
    process = started(folder, *command)
    said, _nothing = process.communicate(timeout=240)
    assert "Traceback" not in said, said
    return process.returncode, said
