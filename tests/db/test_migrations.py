"""The scripts: run twice, killed after any statement, by two at once, and what comes of it."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import peewee
import pytest

from helpdesk import db, migrations, paths
from helpdesk.config import Database
from helpdesk.db import database
from tests.db import schemas
from tests.db.conftest import MakeEmpty
from tests.plugin_skips import thorough

STEPS = len(list(paths.MIGRATIONS.glob("[0-9]*.py")))


class Killed(BaseException):
    """The process is gone: nothing catches it and nothing is done after it."""


def test_a_slice_makes_at_least_one_step_and_the_rest_follows(empty: Database) -> None:
    db.use(empty)
    with db.connection():
        assert migrations.progress() == migrations.Progress(0, STEPS)
        assert migrations.run_slice(0) == migrations.Progress(1, STEPS)
        assert not migrations.progress().finished
        done = [migrations.run_slice(0).done for _ in range(STEPS - 1)]
        assert done == list(range(2, STEPS + 1))
        assert migrations.progress().finished


def test_every_script_run_twice(empty: Database) -> None:
    schemas.migrate(empty)
    once = schemas.read(empty)
    db.use(empty)
    with db.connection():
        _forget_all()
        assert migrations.progress().done == 0
        assert migrations.run_slice(60).finished
    assert schemas.read(empty) == once


def test_killed_after_any_statement(make_empty: MakeEmpty, engine: str) -> None:
    whole = make_empty()
    schemas.migrate(whole)
    wanted = schemas.read(whole)
    for number in _kills(engine):
        address = make_empty()
        db.use(address)
        with pytest.raises(Killed), db.connection(), _killed_after(number):
            migrations.run_slice(60)
        schemas.migrate(address)
        assert schemas.read(address) == wanted, f"killed after statement {number}"


def test_a_script_killed_at_each_of_its_statements(make_empty: MakeEmpty) -> None:
    """The scripts one by one, each killed at its first statement, its second, and so on."""
    whole = make_empty()
    schemas.migrate(whole)
    wanted = schemas.read(whole)
    address = make_empty()
    db.use(address)
    kills = 0
    with db.connection():
        while not migrations.progress().finished:
            before, number = migrations.progress().done, 0
            while migrations.progress().done == before:
                number += 1
                kills += _ended_by(number)
    assert kills > 3 * STEPS
    assert schemas.read(address) == wanted


def test_two_at_once(empty: Database) -> None:
    """Two tabs: both end well, and each script counts once."""
    db.use(empty)
    errors: list[BaseException] = []
    together = threading.Barrier(2)

    def run() -> None:
        try:
            with db.connection():
                together.wait(30)
                while not migrations.run_slice(0.2).finished:
                    pass
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []
    with db.connection():
        rows = database.execute_sql(f"SELECT name FROM {_history()}").fetchall()
        assert len(rows) == len(set(rows)) == STEPS


def test_a_script_that_this_code_does_not_have(empty: Database) -> None:
    schemas.migrate(empty)
    with db.connection():
        database.execute_sql(
            f"INSERT INTO {_history()} (name, applied) VALUES ('9000_x', '2030-01-01 00:00:00')"
        )
        found = migrations.progress()
    assert found.finished and found.newer == ("9000_x",)


def _kills(engine: str) -> list[int]:
    if thorough():
        return list(range(1, 150))
    return list(range(1, 14)) if engine == "sqlite" else [1, 2, 4, 7]


def _ended_by(number: int) -> bool:
    """Run one step, killed at its so-manieth statement that isn't a mere question."""
    try:
        with _killed_after(number, lambda sql: not sql.startswith("SELECT")):
            migrations.run_slice(0)
    except Killed:
        db._close()  # as the system does with the connections of the dead
        db._open()
        return True
    return False


@contextmanager
def _killed_after(number: int, counts: Callable[[str], bool] = lambda sql: True) -> Iterator[None]:
    """Raise right after the so-manieth statement, and before everything that would follow."""
    real, left = peewee.Database.execute_sql, itertools.count(1)
    dead = False

    def execute(self: Any, sql: str, *arguments: Any, **named: Any) -> Any:
        nonlocal dead
        if dead:
            raise Killed
        done = real(self, sql, *arguments, **named)
        if counts(sql) and next(left) == number:
            dead = True
            raise Killed
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peewee.Database, "execute_sql", execute)
        yield


def _forget_all() -> None:
    database.execute_sql(f"DELETE FROM {_history()}")


def _history() -> str:
    return db.prefix() + schemas.HISTORY
