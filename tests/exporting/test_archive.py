"""The zip that is written in slices."""

import os
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from helpdesk.exporting import archive
from helpdesk.exporting.archive import Archive, Lost, Part

MADE = datetime(2026, 11, 23, 12, 30, 10)


def test_it_goes_on_after_kills(tmp_path: Path) -> None:
    """What was written after the last pause is lost, and written again; in the middle of an entry
    too, and of packed lines."""
    dice, known, part_known, place = Random(1), None, None, 0
    lines = [f"line {number} {'x' * dice.randrange(200)}\n".encode() for number in range(300)]
    while place < len(lines):
        part = Part(tmp_path / "part", part_known)
        for line in lines[place : place + 7]:
            part.write(line)
        if dice.random() < 0.5:
            continue  # killed: nothing is remembered, and a piece may be on the disk
        place += 7
        part_known = part.pause(end=place >= len(lines))
    data = dice.randbytes(10_000)
    written = 0
    while written < len(data):
        made = Archive(tmp_path, MADE, known)
        entry = made.entry or made.begin("ü/data.bin", len(data))
        assert entry.written == written
        made.write(data[written : written + 999])
        if dice.random() < 0.5:
            continue
        written += 999
        known = made.pause()
    made = Archive(tmp_path, MADE, known)
    made.end()
    assert part_known is not None
    made.begin(
        "lines.jsonl", part_known["size"], packed=part_known["length"], crc=part_known["crc"]
    )
    made.write((tmp_path / "part").read_bytes())
    made.end()
    with zipfile.ZipFile(made.finish()) as opened:
        assert opened.testzip() is None
        assert opened.read("ü/data.bin") == data
        assert opened.read("lines.jsonl") == b"".join(lines)
        assert opened.infolist()[0].date_time == (2026, 11, 23, 12, 30, 10)


def test_what_the_disk_lost_is_noticed(tmp_path: Path) -> None:
    """Shorter than remembered: somebody has to begin anew."""
    made = Archive(tmp_path, MADE)
    made.add("a", b"12345")
    known = made.pause()
    os.truncate(made.path, known["length"] - 1)
    with pytest.raises(Lost):
        Archive(tmp_path, MADE, known)
    made.path.unlink()
    with pytest.raises(Lost):
        Archive(tmp_path, MADE, known)


def test_what_doesnt_fit_the_old_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes, places and numbers beyond the old fields stand in the new ones: here those beyond
    100, for nobody waits for 4 GB."""
    monkeypatch.setattr(archive, "_MOST", 100)
    monkeypatch.setattr(archive, "_MANY", 3)
    made = Archive(tmp_path, MADE)
    for name in "abcd":
        made.add(name, name.encode() * 150)
    whole = made.finish().read_bytes()
    assert whole.count(b"PK\6\6") == 1
    patched = whole.replace((100).to_bytes(4, "little"), b"\xff" * 4)
    patched = patched.replace(b"\3\0\3\0", b"\xff" * 4)
    (tmp_path / "new.zip").write_bytes(patched)
    with zipfile.ZipFile(tmp_path / "new.zip") as opened:
        assert opened.testzip() is None
        assert [opened.read(name) for name in "abcd"] == [n.encode() * 150 for n in "abcd"]
