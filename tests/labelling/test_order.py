"""The order of the lists."""

import pytest

from helpdesk import db, labelling, statuses
from helpdesk.errors import NotFound
from helpdesk.schema import Status
from tests.cast import Desk
from tests.labelling.helpers import doing, status, told
from tests.together import at_once


def order() -> list[str]:
    return [label.name for label in statuses.choices()]


def move(desk: Desk, name: str, by: int) -> None:
    doing(desk, labelling.move, Status, status(name).id, by=by)


def test_up_and_down(desk: Desk) -> None:
    move(desk, "Waiting", -1)
    assert order() == ["New", "Waiting", "Open", "On hold", "Resolved"]
    move(desk, "New", 1)
    assert order() == ["Waiting", "New", "Open", "On hold", "Resolved"]
    assert told("label.changed")[-1]["changes"] == {"position": [0, 1]}


def test_at_the_ends_nothing_happens(desk: Desk) -> None:
    move(desk, "New", -1)
    move(desk, "Resolved", 1)
    assert order() == ["New", "Open", "Waiting", "On hold", "Resolved"]
    assert told("label.changed") == []


def test_rows_that_share_a_place_are_told_apart(desk: Desk) -> None:
    Status.update(position=0).execute()
    move(desk, "Resolved", -1)
    assert order() == ["New", "Open", "Waiting", "Resolved", "On hold"]


def test_retired_ones_are_passed_over(desk: Desk) -> None:
    row = doing(desk, statuses.add, "Parts", meaning="waiting", is_default=False)
    for _step in range(3):
        move(desk, "Parts", -1)
    Status.update(is_retired=True).where(Status.id == row.id).execute()
    move(desk, "Waiting", -1)
    assert order() == ["New", "Waiting", "Open", "On hold", "Resolved"]


def test_two_at_once_lose_no_row(desk: Desk) -> None:
    anna, ids = desk.anna.actor(), [row.id for row in Status.select().order_by(Status.id)]

    def one(number: int) -> None:
        with db.connection(), db.transaction():
            labelling.move(Status, number, by=1, actor=anna)

    db.database.close()
    at_once(*(lambda number=number: one(number) for number in ids[:4]))
    with db.connection():
        assert sorted(row.position for row in Status.select()) == [0, 1, 2, 3, 4]


def test_one_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        doing(desk, labelling.move, Status, 999, by=1)
