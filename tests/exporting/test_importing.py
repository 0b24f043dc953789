"""Files that are no export, that were cut off, written by others, or by somebody hostile."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpdesk import attachments, db, importing, security, staff, tickets
from helpdesk.errors import Invalid
from helpdesk.importing import Report
from helpdesk.schema import ALL, Customer, Event, File, Message, Session, Setting, Staff, Ticket
from tests.cast import PASSWORD
from tests.exporting.conftest import Fresh

ABOUT = {"format": "helpdesk-export", "version": 1}
LABELS: dict[str, list[Any]] = {
    "statuses": [
        {"id": number, "name": meaning, "meaning": meaning}
        for number, meaning in enumerate(("new", "open", "waiting", "hold", "resolved"), 11)
    ],
    "priorities": [{"id": 1, "name": "Normal"}],
    "categories": [{"id": 1, "name": "All"}],
}
CLEO = {"id": 7, "name": "Cleo", "addresses": [{"email": "Cleo@Example.com", "primary": False}]}
TICKET = {
    **{"id": 500, "tracking_id": "ABC-DEF-2345", "subject": "Old", "status": 15, "priority": 1},
    **{"category": 1, "customer": 7},
}
FILE = {"id": 1, "sha256": "0" * 64, "size": 1, "media_type": "image/png"}
MESSAGE = {"id": 1, "ticket": 500, "position": 3, "text": "Hello", "customer": 7}


def archive(
    path: Path, *, about: Any = ABOUT, content: dict[str, bytes] | None = None, **nouns: Any
) -> Path:
    """An export that somebody else wrote; what isn't a list of lines stands there as it is."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("export.json", json.dumps(about))
        for name, lines in {**LABELS, **nouns}.items():
            if isinstance(lines, list):
                lines = "".join(json.dumps(line) + "\n" for line in lines)
            made.writestr(f"{name}.jsonl", lines)
        for name, raw in (content or {}).items():
            made.writestr(name, raw)
    return path


@pytest.fixture
def take(fresh: Fresh, tmp_path: Path) -> Callable[..., Report]:
    """Imports what somebody wrote into a new desk."""
    fresh("sqlite")

    def run(*, rehearse: bool = False, **written: Any) -> Report:
        return importing.take(archive(tmp_path / "x.zip", **written), rehearse=rehearse)

    return run


def test_the_least_that_is_needed(take: Callable[..., Report]) -> None:
    """What has a usual value may be missing; what follows from other fields is made."""
    report = take(customers=[CLEO], tickets=[TICKET], messages=[MESSAGE])
    assert report.problems == []
    ticket = Ticket.get()
    assert (ticket.id, ticket.is_open, ticket.messages) == (500, False, 1)
    assert (ticket.snippet, ticket.last_position, ticket.last_by_customer) == ("Hello", 3, True)
    assert tickets.tracking.normal("abcdef2345") == ticket.tracking_id
    assert [m.name for m in Staff.select()] == ["Anna"], "who installed it stays"
    assert Event.get().name == "desk.imported"
    assert [p.email_normal for p in Customer.get().customeraddress_set] == ["cleo@example.com"]
    assert Customer.get().customeraddress_set.get().is_primary


def test_a_rehearsal_leaves_no_trace(take: Callable[..., Report]) -> None:
    """It counts and changes nothing."""
    before = _everything()
    report = take(rehearse=True, customers=[CLEO], tickets=[TICKET])
    assert report.counts["tickets"] == 1 and report.problems == []
    assert _everything() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tickets": [TICKET, {**TICKET, "subject": 5}]}, "tickets.jsonl, line 2: The id 500"),
        ({"tickets": [{**TICKET, "subject": 5}]}, "tickets.jsonl, line 1: “subject” can't be “5”."),
        ({"tickets": [{**TICKET, "customer": 8}]}, "line 1: “customer” is 8, which isn't there."),
        ({"tickets": [{**TICKET, "subject": "x" * 256}]}, "longer than 255 characters"),
        ({"tickets": [{**TICKET, "created_at": "2026-01-01T10:00:00"}]}, "“created_at” can't be"),
        ({"tickets": [{**TICKET, "created_at": "yesterday"}]}, "“created_at” can't be"),
        ({"tickets": [{**TICKET, "id": -1}]}, "“id” can't be “-1”"),
        ({"tickets": [{**TICKET, "id": 1 << 70}]}, "“id” can't be"),
        ({"tickets": [{**TICKET, "id": True}]}, "“id” can't be “True”"),
        ({"tickets": [{**TICKET, "status": None}]}, "“status” can't be null."),
        ({"tickets": [{**TICKET, "participants": 5}]}, "“participants” has to be a list."),
        ({"tickets": [{**TICKET, "participants": [5]}]}, "list of objects"),
        ({"tickets": [{"id": 1}]}, "“tracking_id” is missing."),
        ({"tickets": [TICKET, {**TICKET, "id": 501}]}, "line 2: It doesn't go with the other"),
        ({"tickets": [[]]}, "This is no JSON object."),
        ({"tickets": '{"id": 1'}, "The line can't be read"),
        ({"tickets": "[" * 100_000}, "The line can't be read"),
        ({"tickets": b"\xff\xfe{}\n"}, "The line can't be read"),
        ({"customers": [{"id": 7, "addresses": [{"email": " "}]}]}, "is no e-mail address"),
        ({"staff": [{"id": 1, "name": "A", "email": "a@b", "role": 5}]}, "“role” is 5"),
        ({"statuses": LABELS["statuses"][:4]}, "a status that means “resolved”"),
        ({"statuses": [{"id": 1, "name": "x", "meaning": "odd"}]}, "“meaning” has to be one of"),
        ({"categories": []}, "categories.jsonl: There has to be at least one."),
        ({"settings": [{"key": "list.rows", "value": "many"}]}, "line 1: list.rows: "),
        ({"files": [{**FILE, "path": "no"}]}, "line 1: The archive has no “no”."),
        ({"about": {**ABOUT, "lines": {"teams": 4}}}, "0 lines; export.json says 4"),
    ],
)
def test_what_doesnt_fit(take: Callable[..., Report], wrong: dict[str, Any], said: str) -> None:
    """It is told with file and line, and nothing at all is imported."""
    before = _everything()
    report = take(**{"customers": [CLEO], **wrong})
    assert any(said in words for words in report.problems), report.problems
    assert report.problem_count == len(report.problems)
    assert _everything() == before


def test_what_can_do_without(take: Callable[..., Report]) -> None:
    """Unknown fields and settings, and references that may be empty, are told and left out."""
    report = take(
        customers=[{**CLEO, "organisation": 9, "shoe_size": 42}],
        settings=[
            {"key": "no.such", "value": 1},
            {"key": "site.url", "value": "https://a.example"},
        ],
        staff=[{"id": 1, "name": "A", "email": "a@b.example", "role": 1, "categories": [99]}],
        roles=[{"id": 1, "name": "Helper"}],
    )
    assert report.problems == []
    assert [words for words in report.notes if "“shoe_size”" in words]
    assert [words for words in report.notes if "“no.such”" in words]
    assert [words for words in report.notes if "“organisation” is 9" in words]
    assert Setting.get(Setting.key == "site.url").value == '"https://new.example"'


def test_many_problems_are_counted(take: Callable[..., Report]) -> None:
    """Nobody reads thousands of lines."""
    report = take(tickets=[{"id": number} for number in range(1, 1001)])
    assert report.problem_count == 1000 and len(report.problems) == 200


def test_html_is_made_safe(take: Callable[..., Report]) -> None:
    """Whoever wrote the file."""
    html = '<p onclick="x()">Hi<script>alert(1)</script> <strong>you</strong></p>'
    assert not take(
        customers=[CLEO], tickets=[TICKET], messages=[{**MESSAGE, "html": html}]
    ).problems
    assert Message.get().html == '<p dir="auto">Hi <strong>you</strong></p>'


def test_files_are_what_they_are(take: Callable[..., Report]) -> None:
    """Not what the file says; other bytes than those of the digest are refused."""
    line = {
        **{"id": 1, "sha256": hashlib.sha256(b"<b>").hexdigest(), "size": 99, "width": 5},
        **{"media_type": "text/html", "path": "files/x/y"},
    }
    wrong = take(files=[line], content={"files/x/y": b"<i>"})
    assert ["isn't the file that it should be" in words for words in wrong.problems] == [True]
    assert not File.select().exists()
    assert not take(files=[line], content={"files/x/y": b"<b>"}).problems
    row = File.get()
    assert (row.size, row.media_type, row.width) == (3, "application/octet-stream", 0)
    assert attachments.store().path(row.sha256).read_bytes() == b"<b>"


def test_who_installed_it_still_administers(fresh: Fresh, tmp_path: Path) -> None:
    """Also when the export has that address as one who may do little, or not at all; sessions of
    before end, for their numbers mean others now."""
    fresh("sqlite")
    Staff.update(email="Boss@Example.com", email_normal="boss@example.com").execute()
    db.upsert(Session, {"id": "x"}, {"staff": 1, "expires": Staff.get().created})
    people = [
        {"id": 1, "name": "Mallory", "email": "m@example.com", "role": 2},
        {"id": 5, "name": "Boss", "email": "boss@example.com", "role": 2, "active": False},
    ]
    roles = [{"id": 2, "name": "Administrator", "permissions": ["tickets.view"]}]
    report = importing.take(archive(tmp_path / "x.zip", staff=people, roles=roles))
    assert report.problems == []
    boss = Staff.get(Staff.email == "boss@example.com")
    assert boss.id == 5 and boss.is_active and security.verify_password(PASSWORD, boss.password)
    assert staff.member(boss).can("staff.manage")
    assert not staff.member(Staff.get(Staff.id == 1)).can("staff.manage")
    assert Staff.get(Staff.id == 1).password is None
    assert not Session.select().exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no export"),
        (b"PK\3\4 not a zip", "no export"),
        ({"format": "other", "version": 1}, "no export"),
        ({"format": "helpdesk-export", "version": "1"}, "no export"),
        ([], "no export"),
        ({**ABOUT, "version": 2, "made_by": "helpdesk 9.9"}, "newer desk (helpdesk 9.9, version 2"),
    ],
)
def test_no_export(fresh: Fresh, tmp_path: Path, content: Any, said: str) -> None:
    """Refused before anything is touched."""
    fresh("sqlite")
    file = tmp_path / "x.zip"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        archive(file, about=content)
    with pytest.raises(Invalid, match=said.replace("(", r"\(")):
        importing.take(file)
    with pytest.raises(Invalid, match="can't be read"):
        importing.take(tmp_path / "nothing.zip")


def test_a_truncated_or_damaged_archive(fresh: Fresh, tmp_path: Path) -> None:
    """Cut off anywhere, or with a byte changed in a line: refused, and nothing is touched."""
    fresh("sqlite")
    whole = archive(tmp_path / "x.zip", customers=[CLEO], tickets=[TICKET]).read_bytes()
    before = _everything()
    for length in range(0, len(whole), len(whole) // 20):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        with pytest.raises(Invalid):
            importing.take(tmp_path / "cut.zip")
    (tmp_path / "cut.zip").write_bytes(whole.replace(b'"Old"', b'"New"'))
    assert importing.take(tmp_path / "cut.zip").problem_count
    assert _everything() == before


def _everything() -> dict[str, Any]:
    return {table.table: list(table.select().tuples()) for table in ALL}
