"""Slow pages: noted by pattern, in a file that stays small."""

from pathlib import Path

import pytest

from helpdesk.diagnostics import slow
from helpdesk.web import pipeline
from tests.cast import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def test_a_slow_request_is_noted_by_its_pattern(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, number = desk.signed_in(), desk.ticket("A secret subject").id
    assert slow.pages(desk.folder) == []
    monkeypatch.setattr(pipeline, "SLOW", 0.0)
    browser.get(f"/admin/tickets/{number}")
    browser.get("/admin/search?q=secret")
    monkeypatch.undo()
    routes = {page.route for page in slow.pages(desk.folder)}
    assert routes == {"GET /admin/tickets/<number:int>", "GET /admin/search"}
    assert "secret" not in (desk.folder / "log" / slow.NAME).read_text()


def test_told_by_page(tmp_path: Path, engine: str) -> None:
    for seconds in (1.5, 4.0, 2.0):
        slow.note(tmp_path, "GET /a", seconds)
    slow.note(tmp_path, "GET /b", 9.0)
    with (tmp_path / "log" / slow.NAME).open("a") as file:
        file.write('{"at": 1, "page": "GET /old", "s": 5}\n{"at": 17\nnull\n')
    first, second = slow.pages(tmp_path)
    assert (first.route, first.count, first.median, first.worst) == ("GET /a", 3, 2.0, 4.0)
    assert (second.route, second.worst) == ("GET /b", 9.0)


def test_the_file_stays_small(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "MOST", 2_000)
    for _ in range(200):
        slow.note(tmp_path, "GET /a", 2.0)
    files = list((tmp_path / "log").iterdir())
    assert {file.name for file in files} == {slow.NAME, slow.BEFORE}
    assert all(file.stat().st_size < 2_100 for file in files)
    assert 30 < slow.pages(tmp_path)[0].count < 90


def test_a_full_disk_fails_no_answer(tmp_path: Path, engine: str) -> None:
    (tmp_path / "log").write_text("not a folder")
    slow.note(tmp_path, "GET /a", 2.0)
    assert slow.pages(tmp_path) == []
