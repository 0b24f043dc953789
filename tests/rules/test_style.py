"""One style for all Python (ruff, with the rules in ruff.toml)."""

import subprocess
import sys

from tests.rules.tree import ROOT


def test_style() -> None:
    """Run it alone with `python -m ruff check`; `--fix` mends most of what it finds."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
