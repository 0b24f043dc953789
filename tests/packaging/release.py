"""The release as people get it: built once for a run of tests, unpacked as a host would."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from release import archive
from release import folder as contents

# -I and -S leave nothing but the standard library; this stands in for the start in the folder.
START = (
    "import runpy, sys; sys.path.insert(0, {!r}); runpy.run_module('helpdesk', None, '__main__')"
)


# These answer 404 to who asks for nothing.
ASKING: frozenset[str] = frozenset()


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
    """Write the zip alone; `run.py release` writes the wheel too, which takes longer."""
    return archive.write_zip(out, contents.content())


def unpacked(zip: Path, into: Path) -> Path:
    """The folder `helpdesk` below `into`, with the modes that the zip names."""
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(["unzip", "-q", str(zip), "-d", str(into)], check=True)
    return into / "helpdesk"


def command(python: str, folder: Path) -> list[str]:
    """`python3 -m helpdesk` in that folder, on a Python that has nothing installed."""
    return [python, "-I", "-S", "-c", START.format(str(folder))]


def pages() -> list[str]:
    """The addresses of the panel that need nothing to be filled in."""
    from helpdesk.app import SECTIONS

    routes = [route for section in SECTIONS for route in section.routes]
    found = {r.path for r in routes if r.method == "GET" and "<" not in r.path}
    return sorted(path for path in found if path.startswith("/admin") and path not in ASKING)


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
