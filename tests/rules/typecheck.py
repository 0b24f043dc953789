"""Checks the types of the whole package: `python -m tests.rules.typecheck`.

mypy doesn't follow the widened `__path__` by which `admin/` and `install/` are imported as
`helpdesk.admin` and `helpdesk.install`. So it is shown a folder of links in which they stand
inside `helpdesk/`, as in a wheel; its messages are turned back into the real paths.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.rules.tree import ROOT

SECTIONS = ("admin", "install")
BESIDE = ("run.py", "release", "tests", "bench")


def main(arguments: list[str]) -> int:
    """Check and print; returns mypy's exit code."""
    code, messages = check(*arguments)
    sys.stdout.write(messages)
    return code


def check(*arguments: str) -> tuple[int, str]:
    """mypy's exit code and messages for the package, and what stands beside it."""
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "setup.cfg")]
    # Without a cache: with one, a module that was missing yesterday is still missed today.
    command += ["--cache-dir", os.devnull, *arguments, "helpdesk", *BESIDE]
    with tempfile.TemporaryDirectory() as folder:
        _link(Path(folder))
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, _real_paths(run.stdout + run.stderr)


def _link(folder: Path) -> None:
    """Show everything where it stands in site-packages."""
    package = folder / "helpdesk"
    package.mkdir()
    for entry in (*(ROOT / "helpdesk").iterdir(), *(ROOT / name for name in SECTIONS)):
        (package / entry.name).symlink_to(entry)
    for name in BESIDE:
        (folder / name).symlink_to(ROOT / name)


def _real_paths(messages: str) -> str:
    return re.sub(rf"(?m)^helpdesk/({'|'.join(SECTIONS)})/", r"\1/", messages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
