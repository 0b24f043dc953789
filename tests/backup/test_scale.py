"""A large desk is backed up, verified and restored in the memory of a small one."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from helpdesk import attachments, db, demo
from helpdesk.config import Database
from tests import plugin_skips
from tests.cast import Desk, installed
from tests.rules.tree import ROOT

TICKETS, FILES, SIZE = (100_000, 400, 5_000_000) if plugin_skips.thorough() else (300, 4, 5_000_000)
MOST = 150  # MB
# What the process had at most is in /proc until it has ended.
PROGRAM = """
import sys
from pathlib import Path
from helpdesk.__main__ import main
code = main(sys.argv[1:])
print(Path("/proc/self/status").read_text())
sys.exit(code)
"""


@pytest.mark.parametrize("engine", ["sqlite"])
def test_memory_stays_the_same(engine: str) -> None:
    """100,000 tickets with 2 GB of files, when thorough."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("HELPDESK_TEST_DISK")) as place:
        folder, home, archive = Path(place, "data"), Path(place, "new"), Path(place, "a.tar")
        folder.mkdir()
        _filled(folder)
        assert _memory(folder, "backup", str(archive)) <= MOST
        assert _memory(folder, "backup", "--verify", str(archive)) <= MOST
        shutil.rmtree(folder)
        assert _memory(home, "restore", str(archive)) <= MOST
        assert len(list((home / "files").glob("??/*"))) == FILES


def _filled(folder: Path) -> None:
    address = Database("sqlite", path=str(folder / "helpdesk.sqlite3"))
    installed(folder, address)
    desk = Desk(folder, address)
    with db.connection():
        demo.load(TICKETS)
        demo.load_all(print)
    for number in range(FILES):
        with tempfile.TemporaryFile() as file:
            file.write(os.urandom(SIZE - 8) + number.to_bytes(8, "big"))
            file.seek(0)
            attachments.store().keep(file, f"{number}.bin")
    desk.close()


def _memory(folder: Path, *command: str) -> float:
    """The most memory that a command had, in MB."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=ROOT,
        env={**os.environ, "HELPDESK_DATA": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = re.search(r"VmHWM:\s+(\d+) kB", ended.stdout)
    assert found is not None
    megabytes = int(found[1]) / 1000
    print(f"{command[0]}: {megabytes:.0f} MB")
    return megabytes
