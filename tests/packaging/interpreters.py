"""The Pythons of this machine."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.10", "3.11", "3.12", "3.13", "3.14")
TOO_OLD = ("2.7", "3.6", "3.7", "3.8", "3.9")
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def outside_of_any_venv() -> str:
    """The Python that made this environment, as a person's own `python3`."""
    return os.path.realpath(sys.executable)


@functools.cache
def find(version: str) -> str | None:
    """A Python of this version that really starts, on the PATH or under pyenv."""
    if version == HERE:
        return outside_of_any_venv()
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [shutil.which(f"python{version}")]
    found += [str(p / "bin" / "python") for p in sorted(pyenv.glob(f"{version}.*"))]
    return next((python for python in found if python and _starts(python, version)), None)


def _starts(python: str, version: str) -> bool:
    """Not a mere signpost to one that isn't there, nor one built without SQLite or TLS."""
    ask = "import sqlite3, ssl, sys, zlib; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", ask], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.decode().strip() == version
