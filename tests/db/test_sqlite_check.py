"""What the wizard says about this machine's SQLite."""

import sqlite3
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from helpdesk.db import sqlite
from helpdesk.db.refused import Refused


def refused() -> Refused:
    with pytest.raises(Refused) as caught:
        sqlite.check()
    return caught.value


def test_this_machine_will_do() -> None:
    found = sqlite.check()
    assert found.version == sqlite3.sqlite_version_info
    assert found.version_text == sqlite3.sqlite_version


def test_module_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    assert refused().reason == "sqlite_missing"


def test_half_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    # Python was compiled without SQLite's headers: the package is there, its core isn't.
    monkeypatch.delitem(sys.modules, "sqlite3")
    monkeypatch.delitem(sys.modules, "sqlite3.dbapi2")
    monkeypatch.setitem(sys.modules, "_sqlite3", None)
    assert refused().reason == "sqlite_missing"


def test_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    old = SimpleNamespace(sqlite_version_info=(3, 25, 3), sqlite_version="3.25.3")
    monkeypatch.setitem(sys.modules, "sqlite3", old)
    error = refused()
    assert error.reason == "sqlite_too_old"
    assert "3.25.3" in error.message and "3.26.0" in error.message


def test_without_full_text_search(monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            return super().execute(statement.replace("fts5", "fts_none"), *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, factory=Connection))
    error = refused()
    assert error.reason == "sqlite_without_fts5"
    assert "fts_none" in error.detail
