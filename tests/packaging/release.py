"""The release as people get it: built once for a run of tests, unpacked as a host would."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.packaging.smoke import clean_environment
from tests.rules.tree import ROOT

# -I and -S leave nothing but the standard library; this stands in for the start in the folder.
START = (
    "import runpy, sys; sys.path.insert(0, {!r}); runpy.run_module('helpdesk', None, '__main__')"
)


def built(folder: Path) -> Path:
    """The release zip in this folder, made where there is none yet, by whoever comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if not (found := list(folder.glob("*.zip"))):
            with tempfile.TemporaryDirectory(dir=folder) as making:
                build(Path(making))
                found = [Path(shutil.move(zip, folder)) for zip in Path(making).glob("*.zip")]
    return found[0]


def build(out: Path) -> Path:
    """Run the builder as `run.py release` does; returns the zip."""
    command = [sys.executable, "-m", "release", "--out", str(out)]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = out.glob("*.zip")
    return made


def unpacked(zip: Path, into: Path) -> Path:
    """The folder `helpdesk` below `into`, with the modes that the zip names."""
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(["unzip", "-q", str(zip), "-d", str(into)], check=True)
    return into / "helpdesk"


def command(python: str, folder: Path) -> list[str]:
    """`python3 -m helpdesk` in that folder, on a Python that has nothing installed."""
    return [python, "-I", "-S", "-c", START.format(str(folder))]


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Tests run in several processes: one builds, the others wait for it."""
    import fcntl

    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
