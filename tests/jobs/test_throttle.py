"""How often something may be tried."""

import pytest
from peewee import OperationalError

from helpdesk import db, throttle
from helpdesk.errors import TooMany
from helpdesk.schema import Throttle
from tests.cast import Desk
from tests.crowd import run_together
from tests.jobs.conftest import Clock


def hits(who: str, count: int, most: int = 3) -> int:
    """How many of so many tries were let through."""
    passed = 0
    for _ in range(count):
        try:
            throttle.hit("look-up", who, most, 60)
            passed += 1
        except TooMany:
            pass
    return passed


def test_so_many_and_no_more_until_the_window_ends(desk: Desk, time_passes: Clock) -> None:
    assert hits("192.0.2.1", 5) == 3
    assert hits("192.0.2.2", 1) == 1
    time_passes.pass_by(59)
    assert hits("192.0.2.1", 1) == 0
    time_passes.pass_by(2)
    assert hits("192.0.2.1", 5) == 3


def test_it_says_when_to_come_back(desk: Desk, time_passes: Clock) -> None:
    hits("192.0.2.1", 3)
    time_passes.pass_by(15)
    with pytest.raises(TooMany, match="1 minute") as refused:
        throttle.hit("look-up", "192.0.2.1", 3, 60)
    assert 40 <= refused.value.retry_after <= 45


def test_forgotten_after_success(desk: Desk) -> None:
    assert hits("192.0.2.1", 5) == 3
    throttle.clear("look-up", "192.0.2.1")
    assert hits("192.0.2.1", 5) == 3


def test_forgotten_while_somebody_else_counts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window was cleared after the try was counted, by another process: it begins anew."""
    read = throttle._by_keys

    def after_another(keys: list[str]) -> object:
        throttle.clear("look-up", "192.0.2.1")
        return read(keys)

    monkeypatch.setattr(throttle, "_by_keys", after_another)
    assert hits("192.0.2.1", 5, most=1) == 5


def test_things_and_people_are_counted_apart(desk: Desk) -> None:
    throttle.hit("a", "bc", 1, 60)
    throttle.hit("ab", "c", 1, 60)
    assert Throttle.select().count() == 2
    assert not any("bc" in row.key for row in Throttle.select())


def test_eight_at_once_are_all_counted(desk: Desk) -> None:
    """The first of a window too; one that meets a deadlock is tried again, as the pipeline does."""

    def counted() -> None:
        try:
            throttle.hit("look-up", "192.0.2.1", 100, 60)
        except OperationalError as error:
            assert db.is_deadlock(error)
            counted()

    def many() -> None:
        with db.connection():
            for _ in range(5):
                counted()

    run_together([many] * 8)
    assert Throttle.get().hits == 40


def test_ended_windows_are_swept(desk: Desk, time_passes: Clock) -> None:
    hits("192.0.2.1", 1)
    assert throttle.sweep() == 0
    time_passes.pass_by(61)
    assert throttle.sweep() == 1
    assert Throttle.select().count() == 0


def test_several_are_counted_at_once(desk: Desk, time_passes: Clock) -> None:
    """Each in its own window, of which one may have ended."""
    throttle.hit("send", "one", 9, 60)
    time_passes.pass_by(40)
    throttle.hit("send", "two", 9, 60)
    time_passes.pass_by(30)
    rows = throttle.counted("send", ["one", "two", "three"], 60)
    assert [row.hits for row in rows] == [1, 2, 1]
    assert rows[0].ends == rows[2].ends > rows[1].ends
    assert [row.hits for row in throttle.counted("send", ["two"], 60)] == [3]
