"""Bytes on the disk: a file for each, under the data folder, written once and never changed."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path


class Disk:
    """The files in one folder; names are SHA-256, or that of a picture with `.preview` behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the bytes are, if they are here."""
        return self.folder / name[:2] / name

    def touch(self, name: str) -> bool:
        """Make bytes young, so that the sweep leaves them alone; False when there are none."""
        try:
            os.utime(self.path(name))
        except FileNotFoundError:
            return False
        return True

    def put(self, name: str, source: Path) -> None:
        """Take in a file that lies in the folder, durably and as a whole. Raises OSError."""
        target = self.path(name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(source)
        source.replace(target)
        _sync(target.parent)

    def size(self, name: str) -> int | None:
        """How many bytes; None when there are none."""
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return None

    def names(self, after: str = "") -> Iterator[str]:
        """All that is here, in order, beginning behind a name."""
        for name in sorted(path.name for path in self.folder.glob("??/*")):
            if name > after and not name.endswith(".old"):
                yield name

    def older_than(self, seconds: int) -> Iterator[str]:
        """SHA-256 of files that nobody touched for so long."""
        limit = time.time() - seconds
        for file in self.folder.glob("??/*"):
            if file.suffix == "" and file.stat().st_mtime < limit:
                yield file.name

    def remove(self, name: str, seconds: int) -> bool:
        """Remove bytes, unless somebody has touched them since; whether they are gone."""
        target = self.path(name)
        aside = target.with_suffix(".old")
        with contextlib.suppress(FileNotFoundError):
            target.replace(aside)  # from here on whoever sends these bytes writes them anew
            if aside.stat().st_mtime >= time.time() - seconds:
                aside.replace(target)
                return False
            aside.unlink()
        return True

    def discard(self, name: str) -> None:
        """Remove bytes in any case."""
        self.path(name).unlink(missing_ok=True)

    def remove_unfinished(self, seconds: int) -> None:
        """Remove what processes that were killed in the middle have left."""
        for aside in self.folder.glob("??/*.old"):
            whole = aside.with_suffix("")
            aside.unlink() if whole.exists() else aside.replace(whole)
        limit = time.time() - seconds
        for file in self.folder.glob(".new-*"):
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_mtime < limit:
                    file.unlink()


def _sync(path: Path) -> None:
    """Have a file, or the entries of a folder, on the disk."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
