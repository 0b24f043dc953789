"""Says whether an archive is whole, undamaged and fits this program, before anything is touched."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpdesk.backup import header
from helpdesk.backup.archive import (
    CHUNK,
    FILES,
    Entry,
    Reader,
    Refused,
    chained,
    damaged,
    truncated,
)
from helpdesk.backup.header import Header
from helpdesk.backup.writing import Step
from helpdesk.i18n import _


@dataclass
class _Checked:
    """The checkpoint: how many members, and how far into the files."""

    members: int = 0
    offset: int = 0
    count: int = 0
    bytes: int = 0
    chain: str = ""


def look(archive: Path) -> Header:
    """What an archive says of itself, without reading it all; raises Refused."""
    try:
        with Reader(archive) as reader:
            found = header.read(reader)
            reader.manifest()
            return found
    except OSError as error:
        raise _unreadable(archive, error) from error


def verify(archive: Path, passphrase: str | None = "") -> Header:
    """Read all of an archive, and compare; raises Refused with what is wrong. With None for the
    passphrase a sealed secret key stays as it is."""
    checkpoint: dict[str, Any] | None = None
    while (step := slice_of(archive, checkpoint, 60, passphrase)).checkpoint is not None:
        checkpoint = step.checkpoint
    return look(archive)


def slice_of(
    archive: Path,
    checkpoint: dict[str, Any] | None,
    seconds: float,
    passphrase: str | None = "",
) -> Step:
    """The same for about so many seconds. With None for the passphrase a sealed secret key stays
    as it is. Raises Refused."""
    ends = time.monotonic() + seconds
    try:
        with Reader(archive) as reader:
            manifest = reader.manifest()
            if checkpoint is None:
                found = header.read(reader)
                if passphrase is not None:
                    header.secret_key(reader, found, passphrase)
            state = _Checked(**(checkpoint or {"offset": manifest["files"]["from"]}))
            at = _go_on(reader, manifest, state, ends)
    except OSError as error:
        raise _unreadable(archive, error) from error
    total = int(manifest["at"])
    return Step(None if at >= total else asdict(state), min(at, total), total)


def _go_on(reader: Reader, manifest: Any, state: _Checked, ends: float) -> int:
    """Check members until the time is up; returns the byte that it came to."""
    members = manifest["members"]
    while state.members < len(members):
        entry = Entry(*members[state.members])
        _check(reader, entry)
        state.members += 1
        if time.monotonic() >= ends:
            return entry.offset
    while state.offset < manifest["at"]:
        entry = reader.entry(state.offset)
        _check_file(reader, entry)
        state.offset = entry.after
        state.chain = chained(state.chain, entry.name, entry.length)
        state.count += 1
        state.bytes += entry.length
        if time.monotonic() >= ends:
            return min(state.offset, int(manifest["at"]) - 1)
    told = manifest["files"]
    if (state.count, state.bytes, state.chain) != (told["count"], told["bytes"], told["chain"]):
        raise truncated()
    return int(manifest["at"])


def _check(reader: Reader, entry: Entry) -> None:
    there = reader.entry(entry.offset)
    if (there.name, there.length) != (entry.name, entry.length):
        raise damaged(entry.name)
    source = reader.open(entry)
    while source.read(CHUNK):
        pass
    if source.sum.hexdigest() != entry.sha256:
        raise damaged(entry.name)


def _check_file(reader: Reader, entry: Entry) -> None:
    if not entry.name.startswith(FILES):
        raise damaged(entry.name)
    source = reader.open(entry)
    while source.read(CHUNK):
        pass
    if FILES + source.sum.hexdigest() != entry.name:
        raise damaged(entry.name)


def _unreadable(archive: Path, error: OSError) -> Refused:
    return Refused(
        _("The backup “%(name)s” can't be read: %(detail)s.")
        % {"name": archive.name, "detail": error.strerror or error}
    )
