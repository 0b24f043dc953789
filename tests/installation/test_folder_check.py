"""Locks and owners in the data folder, clocks, and what `check` prints of them."""

import errno
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from helpdesk import lock
from helpdesk.clock import UTC
from helpdesk.installation import database_check, folder_check, server_check
from helpdesk.installation.items import Item
from tests.cast import Desk

NOBODY = 65534
AS_NOBODY = f"""
import os, pwd, sys
from pathlib import Path
from helpdesk.installation import folder_check
list(folder_check.owners(Path(sys.argv[1])))  # so that everything is imported
os.setuid({NOBODY})
print([item.how for item in folder_check.owners(Path(sys.argv[1]))])
"""
AS_ROOT = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can give files away"
)


def _owners(folder: Path) -> Item:
    (item,) = folder_check.owners(folder)
    return item


def test_everything_is_ours(tmp_path: Path) -> None:
    """Nothing to say."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a").touch()
    assert _owners(tmp_path).how == "good"
    assert [item.how for item in folder_check.run(tmp_path, write=True)] == ["good", "good"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files"]


@AS_ROOT
def test_files_that_root_has_left() -> None:
    """They are counted, and the command to give them back is there to copy; a cache is nobody's."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # where everybody finds the way to
        folder = Path(name)
        (folder / "files" / "ab").mkdir(parents=True)
        (folder / "cache").mkdir()
        (folder / "cache" / "x").touch()
        os.chown(folder, NOBODY, -1)
        item = _owners(folder)
        assert "2 files" in item.title and item.how == "warn" and "files" in item.detail
        assert item.command == f"chown -R nobody: {folder}"
        run = [sys.executable, "-c", AS_NOBODY, name]
        said = subprocess.run(run, capture_output=True, text=True, check=False)
        assert said.stdout.strip() == "['bad']", said.stderr


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As some network's are: the system says so, or two get the same lock."""

    def no_locks(_file: object) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_taken", no_locks)
    item = folder_check._locks(tmp_path)
    assert item.is_bad and "No locks" in item.detail and "HELPDESK_DATA" in item.advice
    monkeypatch.setattr(lock, "_taken", lambda _file: True)
    assert folder_check._locks(tmp_path).is_bad
    assert not list(tmp_path.iterdir())


def test_a_clock_of_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a flat battery."""
    monkeypatch.setattr(server_check, "now", lambda: datetime(1970, 1, 1, tzinfo=UTC))
    item = server_check._clock()
    assert item.is_bad and "1970-01-01" in item.title


def test_the_database_of_a_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is well; a clock that is off is told."""
    assert {item.how for item in database_check.run(desk.address)} == {"good"}
    if desk.address.engine == "mysql":
        then = datetime(2030, 1, 1, tzinfo=UTC)
        monkeypatch.setattr(database_check, "now", lambda: then)
        last = database_check.run(desk.address)[-1]
        assert last.how == "warn" and "seconds off" in last.title


def test_check_prints_each_with_what_to_do(desk: Desk) -> None:
    """One line each; what is bad makes it fail."""
    code, said = _check(desk)
    assert code == 0 and "good: Python 3" in said, said
    (desk.folder / "config.json").chmod(0o644)
    desk.folder.chmod(0o705)
    code, said = _check(desk)
    assert code == 0, said
    (line,) = [line for line in said.splitlines() if line.startswith("warn: Others")]
    assert line.endswith(f"chmod 700 {desk.folder}")


def _check(desk: Desk) -> tuple[int, str]:
    command = [sys.executable, "-m", "helpdesk", "check", "--data", str(desk.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr
