"""Whether the desk is well, for monitors."""

import json
import shutil

import peewee
import pytest

from helpdesk import db
from helpdesk.version import __version__
from tests.asking import raw
from tests.cast import Desk


def asked(desk: Desk) -> tuple[int, dict[str, str]]:
    answer = raw(desk, "/health")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status, json.loads(answer.body)


def test_well(desk: Desk) -> None:
    status, told = asked(desk)
    assert status == 200
    assert told == {"status": "ok", "version": __version__, "database": "ok", "data": "ok"}


def test_a_database_that_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_arguments: object, **_more: object) -> None:
        raise peewee.OperationalError(2003, "Can't connect")

    monkeypatch.setattr(db.database.obj, "execute_sql", away)
    status, told = asked(desk)
    assert (status, told["database"], told["data"]) == (503, "Unavailable", "ok")


def test_a_data_folder_that_cannot_be_written(desk: Desk, engine: str) -> None:
    if engine == "sqlite":
        desk.close()
    shutil.move(desk.folder, desk.folder.with_name("moved"))
    desk.folder.write_text("a file in its place")
    status, told = asked(desk)
    assert (status, told["data"]) == (503, "unwritable")
