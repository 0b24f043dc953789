"""What one desk exports another one imports, on either engine, and exports again: the same."""

from pathlib import Path
from typing import Any

import pytest

from helpdesk import importing
from helpdesk.schema import Attachment, Customer, File, Message, Staff, Ticket
from tests.cast import Desk
from tests.exporting import filled
from tests.exporting.conftest import Fresh

SAME_AGAIN = {"export.json", "settings.jsonl", "events.jsonl"}


@pytest.mark.parametrize("engine", ["sqlite"])
def test_round_trip_over_both_engines(desk: Desk, fresh: Fresh, tmp_path: Path) -> None:
    """Every line and every byte, and the rows that lists are made of: SQLite to MariaDB and back
    to SQLite."""
    filled.fill(desk)
    first = filled.export(tmp_path / "first.zip", with_passwords=True)
    second = _moved(first, fresh, "mariadb")
    _moved(second, fresh, "sqlite")


def _moved(first: Path, fresh: Fresh, engine: str) -> Path:
    """The export of a new desk that has imported one; that they are equal."""
    before = _figures()
    fresh(engine)
    report = importing.take(first)
    assert report.problems == [] and report.notes == []
    assert _figures() == before
    second = filled.export(first.with_name(f"{engine}.zip"), with_passwords=True)
    one, two = filled.read(first), filled.read(second)
    assert one.keys() == two.keys()
    for name in one.keys() - SAME_AGAIN:
        if name == "staff.jsonl":
            _same_staff(one[name], two[name])
        else:
            assert one[name] == two[name], name
    imported = two["events.jsonl"].pop()
    assert imported["name"] == "desk.imported"
    assert one["events.jsonl"] == two["events.jsonl"]
    was = {line["key"]: line["value"] for line in one["settings.jsonl"]}
    now = {line["key"]: line["value"] for line in two["settings.jsonl"]}
    assert now == {**was, "site.url": "https://new.example"}
    assert was["mail.password"] == "secret"
    return second


def _same_staff(one: list[Any], two: list[Any]) -> None:
    """Who installed the new desk has the password that was chosen there."""
    for old, new in zip(one, two, strict=True):
        if old["email"] == "anna@example.com":
            old.pop("password"), new.pop("password")
        assert old == new


def _figures() -> list[Any]:
    """Rows as they lie in the tables."""
    files = list(File.select().order_by(File.id).tuples())
    derived = [
        list(table.select().order_by(table.id).tuples())
        for table in (Ticket, Message, Customer, Attachment)
    ]
    people = Staff.select(Staff.id, Staff.email_normal, Staff.is_active, Staff.role)
    return [files, derived, list(people.order_by(Staff.id).tuples())]
