"""What the server check says, and where a data folder goes."""

import os
import re
import threading
import time
from pathlib import Path

import pytest

from helpdesk import config, integrity, lock, paths, vendored
from helpdesk.db import sqlite
from helpdesk.db.refused import Refused
from helpdesk.installation import server_check, state
from tests.rules import tree


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program's folder below a web root."""
    made = tmp_path / "home" / "public_html" / "helpdesk"
    made.mkdir(parents=True)
    monkeypatch.setattr(paths, "ROOT", made)
    monkeypatch.delenv("HELPDESK_DATA", raising=False)
    return made


def test_all_is_well_here(tmp_path: Path) -> None:
    """On the machine that the tests run on; nothing is left in the folder."""
    state.begin(tmp_path / "data")
    before = sorted((tmp_path / "data").iterdir())
    items = server_check.run(tmp_path / "data", write=True)
    assert {item.how for item in items} == {"good"}, items
    assert sorted((tmp_path / "data").iterdir()) == before


def test_the_modules_are_those_of_the_requirements() -> None:
    """A new library can't be forgotten here."""
    lines = tree.text(Path("requirements.in")).splitlines()
    names = {m[0] for line in lines if (m := re.match(r"[a-z0-9_-]+", line))}
    assert set(vendored.MODULES) == names


def test_a_missing_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, with what to do."""
    monkeypatch.setitem(vendored.MODULES, "bottle", "no_such_module")
    item = server_check._modules()
    assert item.is_bad and "bottle" in item.title and "pip install" in item.command


def test_a_half_upload(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first five files are named; outside of a release there is nothing to say."""
    assert not list(server_check._upload())
    (tmp_path / "vendor").mkdir()
    lines = [f"{'0' * 64} 1 static/{number}.js\n" for number in range(6)]
    (tmp_path / "checksums.txt").write_text("".join([*lines, "end\n"]), "utf-8")
    monkeypatch.setattr(integrity, "ROOT", str(tmp_path))
    (item,) = server_check._upload()
    assert item.is_bad and "6 files" in item.title
    assert item.detail.endswith("static/4.js …") and "binary" in item.advice


def test_too_little_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100 MB are needed."""
    monkeypatch.setattr(server_check, "LEAST_SPACE", 10**18)
    assert server_check._space(tmp_path).is_bad


def test_no_sqlite_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MySQL works without it."""

    def refuse() -> None:
        raise Refused("sqlite_missing", "No SQLite here.")

    monkeypatch.setattr(sqlite, "check", refuse)
    assert server_check._sqlite().how == "warn"


def test_a_folder_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a command to copy; a file system without links is told apart."""

    def no_right(target: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    def no_link(one: Path, two: Path) -> None:
        raise OSError(95, "Operation not supported")

    with monkeypatch.context() as patch:
        patch.setattr(config, "write_whole", no_right)
        assert server_check._folder(tmp_path, write=True).command.startswith("chmod 700")
    monkeypatch.setattr(os, "link", no_link)
    item = server_check._folder(tmp_path, write=True)
    assert item.is_bad and "not supported" in item.advice
    assert not list(tmp_path.iterdir())


def test_the_data_folder_goes_outside_the_web_root(root: Path) -> None:
    """Beside public_html, whether the server names it or only its name tells."""
    for told in ("", str(root.parent)):
        first, second = list(paths.choose(told))
        assert first == root.parents[1] / paths.outside_name()
        assert second.parent == root and re.fullmatch(r"data-[0-9a-f]{24}", second.name)
    first.mkdir()
    assert paths.data_folder() == first and list(paths.choose()) == [first]


def test_inside_where_nothing_else_can_be_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then under a name that nobody can guess, and it is found again."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (only,) = paths.choose()
    assert only.parent == root
    state.begin(only)
    assert paths.data_folder() == only and only.stat().st_mode & 0o777 == 0o700


def test_two_changes_at_once_lose_nothing(tmp_path: Path) -> None:
    """The file is read and written by one at a time."""
    state.begin(tmp_path)

    def count() -> None:
        for _number in range(20):
            with state.changing(tmp_path) as known:
                known.done += 1

    threads = [threading.Thread(target=count) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state.read(tmp_path).done == 80  # type: ignore[union-attr]


def test_the_lock(tmp_path: Path) -> None:
    """A second one is told at once, or waits as long as it may."""
    file = tmp_path / "lock"
    with lock.held(file, wait=0) as first, lock.held(file, wait=0) as second:
        assert first and not second
    started = time.monotonic()
    with lock.held(file, wait=0), lock.held(file, wait=0.2) as late:
        assert not late and time.monotonic() - started >= 0.2
    with lock.held(file, wait=0) as again:
        assert again


def test_nothing_changes_after_the_end(tmp_path: Path) -> None:
    """A late request doesn't bring the file back."""
    state.begin(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(state.AlreadyInstalled), state.changing(tmp_path):
        pass
