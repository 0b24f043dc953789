"""What is new in the list: nothing is lost, whatever the order of ids and commits."""

import base64
import json
import threading
import time

import pytest

from helpdesk import db, events, pulse
from helpdesk.schema import Event
from helpdesk.tickets.order import advance
from tests.cast import Desk
from tests.pulse.helpers import fresh, note, reply
from tests.watching import reading, statements, writing


def test_nothing_is_new(desk: Desk) -> None:
    desk.ticket()
    assert pulse.for_list(desk.anna, pulse.list_cursor(desk.anna)) is None


def test_each_change_is_told_once(desk: Desk) -> None:
    first, second = desk.ticket(), desk.ticket()
    cursor = pulse.list_cursor(desk.anna)
    note(desk, first)
    found = pulse.for_list(desk.anna, cursor)
    assert found and found.changed == [first.id] and not found.more
    assert pulse.for_list(desk.anna, found.cursor) is None
    new = desk.ticket()
    reply(desk, second)
    found = pulse.for_list(desk.anna, found.cursor)
    assert found and set(found.changed) == {second.id, new.id}
    note(desk, first)
    found = pulse.for_list(desk.anna, found.cursor)
    assert found and found.changed == [first.id]


def test_a_change_at_an_old_position_is_told(desk: Desk) -> None:
    """As a reply that was written before a note, and goes out after it."""
    ticket = desk.ticket()
    note(desk, ticket)
    cursor = pulse.list_cursor(desk.anna)
    with db.transaction():
        row = fresh(ticket)
        advance(row)
        events.record(events.REPLIED, desk.anna.actor(), ticket=row, position=1)
    found = pulse.for_list(desk.anna, cursor)
    assert found and found.changed == [ticket.id]


def test_ben_never_learns_of_other_categories(desk: Desk) -> None:
    general, repairs = desk.ticket(), desk.ticket(category="Repairs")
    cursor = pulse.list_cursor(desk.ben)
    note(desk, general)
    assert pulse.for_list(desk.ben, cursor) is None
    note(desk, repairs)
    found = pulse.for_list(desk.ben, cursor)
    assert found and found.changed == [repairs.id]
    inside = base64.urlsafe_b64decode(found.cursor + "==").decode()
    assert json.loads(inside)[1][::2] == [repairs.id]


@pytest.mark.parametrize("engine", ["mariadb"])  # SQLite lets one write at a time
def test_commits_in_reverse_order_of_ids_lose_nothing(desk: Desk) -> None:
    """The one that began first, with the lower id, commits after somebody has read the other."""
    early, late = desk.ticket(), desk.ticket()
    anna, cursor = desk.anna, pulse.list_cursor(desk.anna)
    written, read = threading.Event(), threading.Event()

    def slow() -> None:
        with db.connection(), db.transaction():
            note(desk, early)
            written.set()
            assert read.wait(60)

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(60)
    note(desk, late)
    first = pulse.for_list(anna, cursor)
    assert first and first.changed == [late.id]
    read.set()
    thread.join(60)
    ids = {e.ticket: e.id for e in Event.select().where(Event.name == "ticket.noted")}
    assert ids[early.id] < ids[late.id]
    second = pulse.for_list(anna, first.cursor)
    assert second and second.changed == [early.id]
    assert pulse.for_list(anna, second.cursor) is None


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WzEsMl0", "A" * 9000, "WyJhIixbXV0", "é"])
def test_a_cursor_that_is_none_begins_now(desk: Desk, cursor: str) -> None:
    desk.ticket()
    found = pulse.for_list(desk.anna, cursor)
    assert found and found.changed == []
    assert pulse.for_list(desk.anna, found.cursor) is None


def test_an_old_cursor_is_renewed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ticket()
    cursor = pulse.list_cursor(desk.anna)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + pulse.STALE + 1)
    found = pulse.for_list(desk.anna, cursor)
    assert found and found.changed == [] and found.cursor != cursor


def test_very_many_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "MOST", 3)
    cursor = pulse.list_cursor(desk.anna)
    for _number in range(5):
        desk.ticket()
    found = pulse.for_list(desk.anna, cursor)
    assert found and found.more and len(found.changed) == 3


@pytest.mark.parametrize("person", ["anna", "ben"])
def test_one_query(desk: Desk, person: str) -> None:
    for _number in range(3):
        note(desk, fresh(desk.ticket(category="Repairs")))
    member = desk.anna if person == "anna" else desk.ben
    cursor = pulse.list_cursor(member)
    with statements() as found:
        assert pulse.for_list(member, cursor) is None
    assert len(reading(found)) == 1 and writing(found) == []
