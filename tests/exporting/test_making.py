"""Exports that are made while a desk works, and in slices that may be killed."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from helpdesk import attachments, db, exporting, jobs, tickets
from helpdesk.exporting import nouns
from helpdesk.exporting.files import safe_name
from helpdesk.exporting.nouns import DERIVED, INSIDE, LEFT_OUT, NOT_EXPORTED, NOUNS
from helpdesk.schema import ALL
from tests.cast import Desk
from tests.exporting import filled


def test_every_column_is_thought_of() -> None:
    """Exported, derived or left out on purpose; whole tables too."""
    found: dict[str, set[str]] = {}
    for noun in NOUNS:
        found.setdefault(noun.table.table, set()).update(f.inside for f in noun.fields)
        for many in noun.lists:
            named = {field.inside for field in many.fields} | {many.by}
            found.setdefault(many.table.table, set()).update(named)
    for told in (DERIVED, LEFT_OUT):
        for table, names in told.items():
            assert not found[table.table] & set(names.split()), "exported after all"
            found[table.table] |= set(names.split())
    for table in ALL:
        if table.table in found:
            assert found[table.table] == set(table._meta.fields), table.table
        else:
            assert table.table in (*NOT_EXPORTED, INSIDE)


def test_what_is_in_it(desk: Desk, tmp_path: Path) -> None:
    """Files under safe names, lines in order, no passwords unless asked for."""
    ticket = filled.fill(desk)
    found = filled.read(filled.export(tmp_path / "x.zip"))
    about = json.loads(found["export.json"])
    assert about["format"] == "helpdesk-export" and about["lines"]["tickets"] == 2
    assert {name.split("/")[2] for name in found if name.startswith("files/")} == {
        "brake log.txt",
        "_.._Ünïcode _gnp.exe_ _b_.png",
        "_con.txt",
    }
    assert [line["path"] in found for line in found["files.jsonl"]] == [True] * 3
    line = found["tickets.jsonl"][0]
    assert line["subject"] == "Rear wheel rubs 🚲"
    assert "\u2028" in found["messages.jsonl"][0]["text"]
    assert line["custom_fields"][1] == {
        **{"field": 2, "text": None, "number": "12.5", "moment": None, "option": None}
    }
    assert [m["position"] for m in found["messages.jsonl"] if m["ticket"] == ticket.id] == [1, 2, 4]
    assert not [line for line in found["staff.jsonl"] if "password" in line]
    raw = (tmp_path / "x.zip").read_bytes()
    assert b"secret" not in raw and "secret" not in str(found)
    for noun in NOUNS:
        assert noun.file in found["README.txt"].decode()


def test_a_reply_that_can_be_taken_back_isnt_said(desk: Desk, tmp_path: Path) -> None:
    """Nor is it exported."""
    ticket = desk.ticket()
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="Oh no", undo=60)
    assert "Oh no" not in str(filled.read(filled.export(tmp_path / "x.zip")))


def test_lost_bytes_are_told(desk: Desk, tmp_path: Path) -> None:
    """A file that isn't in the store any more doesn't keep the rest from being exported."""
    kept = attachments.store().keep(io.BytesIO(b"bytes"), "a.txt")
    desk.ticket(files=(kept,))
    attachments.store().path(kept.sha256).unlink()
    found = filled.read(filled.export(tmp_path / "x.zip"))
    assert found["files.jsonl"][0]["path"] is None
    assert json.loads(found["export.json"])["missing_files"] == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("/etc/passwd", "_etc_passwd"),
        ("..", "file"),
        ("", "file"),
        ("a\nb\0.txt", "a_b_.txt"),
        ("NUL.txt", "_NUL.txt"),
        ("名" * 200 + ".txt", "名" * 32 + ".txt"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    """What every system can make a file of."""
    assert safe_name(name) == safe


def test_the_job_in_slices_that_are_killed(desk: Desk) -> None:
    """Every second slice is lost; the export is the same as one at once, but for when."""
    filled.fill(desk)
    with db.transaction():
        exporting.begin(actor=desk.anna.actor())
        assert (
            exporting.begin(actor=desk.anna.actor()).id
            == exporting.begin(actor=desk.anna.actor()).id
        ), "a second press joins"
    killed, whole = True, 0
    while (job := exporting.running()) is not None:
        if killed:
            piece = jobs.Slice(json.loads(job.payload), json.loads(job.checkpoint), 0.0)
            looks = iter((False, True))
            piece.time_is_up = lambda looks=looks: next(looks, True)  # type: ignore
            jobs.REGISTRY[job.name].work(piece)  # and nothing of it is remembered
        mine = jobs.claim(name=job.name)
        assert mine is not None
        jobs.run(mine, 0.0001)
        killed, whole = not killed, whole + 1
        assert whole < 200
    assert whole > len(nouns.NOUNS)
    (kept,) = exporting.kept()
    sliced = filled.read(exporting.path(kept.name))
    at_once = filled.read(filled.export(desk.folder / "x.zip"))
    for name in at_once.keys() - {"export.json", "events.jsonl"}:
        assert sliced[name] == at_once[name], name
    assert not list(exporting.path(kept.name).parent.glob("*.making"))
    with db.transaction():
        exporting.remove(kept.name, actor=desk.anna.actor())
    assert exporting.kept() == []


def test_a_folder_that_was_lost(desk: Desk) -> None:
    """The export begins anew."""
    filled.fill(desk)
    with db.transaction():
        exporting.begin(actor=desk.anna.actor())
    for turn in range(100):
        if (mine := jobs.claim(name="export.make")) is None:
            break
        jobs.run(mine, 0.0001)
        if turn == 8:
            for part in (desk.folder / "exports").glob("*.making/*"):
                part.unlink()
    (kept,) = exporting.kept()
    assert len(filled.read(exporting.path(kept.name))["tickets.jsonl"]) == 2


def test_the_commands(desk: Desk, tmp_path: Path) -> None:
    """`export` makes one, once; `import` refuses a desk in use and touches nothing."""
    desk.ticket()
    target = tmp_path / "all.zip"
    made = _command(desk, "export", str(target))
    assert made.returncode == 0, made.stderr
    assert "Everything is in" in made.stdout
    with zipfile.ZipFile(target) as opened:
        assert opened.testzip() is None
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "data") == ["all.zip"]
    again = _command(desk, "export", str(target))
    assert again.returncode == 1 and "there already" in again.stderr
    refused = _command(desk, "import", str(target))
    assert refused.returncode == 1 and "This desk is in use" in refused.stderr


def _command(desk: Desk, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "helpdesk", *words, "--data", str(desk.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
