"""How often something may be tried."""

import pytest

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


def test_things_and_people_are_counted_apart(desk: Desk) -> None:
    throttle.hit("a", "bc", 1, 60)
    throttle.hit("ab", "c", 1, 60)
    assert Throttle.select().count() == 2
    assert not any("bc" in row.key for row in Throttle.select())


def test_eight_at_once_are_all_counted(desk: Desk) -> None:
    """Once there is a row. The first tries of a window may meet on MariaDB and count as one."""
    throttle.hit("look-up", "192.0.2.1", 100, 60)

    def many() -> None:
        with db.connection():
            for _ in range(5):
                throttle.hit("look-up", "192.0.2.1", 100, 60)

    run_together([many] * 8)
    assert Throttle.get().hits == 41


def test_ended_windows_are_swept(desk: Desk, time_passes: Clock) -> None:
    hits("192.0.2.1", 1)
    assert throttle.sweep() == 0
    time_passes.pass_by(61)
    assert throttle.sweep() == 1
    assert Throttle.select().count() == 0
