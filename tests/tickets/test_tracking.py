"""Tracking IDs: XXX-XXX-XXXX, read out by phone, typed in any way."""

import re

import pytest

from helpdesk.schema import Ticket
from helpdesk.tickets import tracking
from tests.cast import Desk


def test_without_signs_that_look_alike() -> None:
    assert not set("01ILO") & set(tracking.SIGNS)
    form = re.compile("-".join(f"[{tracking.SIGNS}]{{{count}}}" for count in (3, 3, 4)))
    assert all(form.fullmatch(tracking.make()) for _ in range(200))


def test_no_two_alike() -> None:
    assert len({tracking.make() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed",
    [
        "ABC-DEF-2345",
        "abc-def-2345",
        " ABCDEF2345 ",
        "abc def 2345",
        "#ABC–DEF–2345",
        "A.BC.DEF2345",
    ],
)
def test_typed_in_any_way(typed: str) -> None:
    assert tracking.normal(typed) == "ABC-DEF-2345"


@pytest.mark.parametrize("typed", ["", "ABC-DEF-234", "ABC-DEF-23456", "é" * 10, "x" * 5000])
def test_what_is_none_stays_short_and_none(typed: str) -> None:
    assert tracking.normal(typed) == typed.strip()[:20]


def test_one_that_is_taken_is_drawn_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = desk.ticket().tracking_id
    drawn = iter([taken, taken, "ABC-DEF-2345"])
    monkeypatch.setattr(tracking, "make", lambda: next(drawn))
    assert desk.ticket().tracking_id == "ABC-DEF-2345" and Ticket.select().count() == 2


def test_five_that_are_taken_are_a_bug(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = desk.ticket().tracking_id
    monkeypatch.setattr(tracking, "make", lambda: taken)
    with pytest.raises(RuntimeError):
        desk.ticket()
    assert Ticket.select().count() == 1
