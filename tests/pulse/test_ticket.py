"""What is new on one ticket: each entry comes, in whatever order, and nothing comes twice."""

import base64
import json
from datetime import timedelta

import pytest

from helpdesk import db, pulse, tickets
from helpdesk.clock import now
from helpdesk.errors import NotFound
from helpdesk.schema import Message, Ticket
from tests.cast import Desk
from tests.pulse.helpers import (
    by_cleo,
    fresh,
    is_over,
    note,
    release,
    reply,
    resolve,
    take_back,
)
from tests.watching import reading, statements, writing


def told_cleo(ticket: Ticket, cursor: str) -> tuple[str, list[str]]:
    """The next cursor, and the words of what is new for the customer."""
    found = pulse.for_customer(ticket.tracking_id, [ticket.id], cursor)
    if found is None:
        return cursor, []
    return found.cursor, words(ticket, found, for_customer=True)


def words(ticket: Ticket, found: pulse.TicketNews, *, for_customer: bool) -> list[str]:
    if found.since is None:
        return []
    entries = tickets.thread(fresh(ticket), for_customer=for_customer, since=found.since)
    return [Message.get(Message.position == e.position).text for e in entries if e.html]


def test_nothing_is_new(desk: Desk) -> None:
    ticket = desk.ticket()
    assert pulse.for_staff(desk.anna, ticket.id, pulse.ticket_cursor(ticket)) is None
    cursor = pulse.ticket_cursor(ticket, for_customer=True)
    assert pulse.for_customer(ticket.tracking_id, [ticket.id], cursor) is None


def test_a_reply_is_told_once_to_both_sides(desk: Desk) -> None:
    ticket = desk.ticket()
    cursor, cleos = pulse.ticket_cursor(ticket), pulse.ticket_cursor(ticket, for_customer=True)
    reply(desk, ticket)
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and found.changed and not found.whole
    assert words(ticket, found, for_customer=False) == ["Bring it in."]
    assert pulse.for_staff(desk.anna, ticket.id, found.cursor) is None
    cleos, new = told_cleo(ticket, cleos)
    assert new == ["Bring it in."] and told_cleo(ticket, cleos)[1] == []


def test_a_note_is_for_staff(desk: Desk) -> None:
    ticket = desk.ticket()
    cursor, cleos = pulse.ticket_cursor(ticket), pulse.ticket_cursor(ticket, for_customer=True)
    note(desk, ticket)
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and words(ticket, found, for_customer=False) == ["Ask Jakarta."]
    assert not found.changed  # but the thread
    assert told_cleo(ticket, cleos)[1] == []


def test_a_change_of_properties_is_told(desk: Desk) -> None:
    ticket = desk.ticket()
    cursor = pulse.ticket_cursor(ticket)
    resolve(desk, ticket)
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and found.changed and found.since == 2


@pytest.mark.parametrize("how", ["clock", "released"])
def test_a_reply_that_waits_comes_with_its_release(
    desk: Desk, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its time, though the job that lets it out is late, and once the job has done so."""
    ticket = desk.ticket()
    cursor, cleos = pulse.ticket_cursor(ticket), pulse.ticket_cursor(ticket, for_customer=True)
    message = reply(desk, ticket, waits=100)
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and words(ticket, found, for_customer=False) == ["Bring it in."]
    cleos, new = told_cleo(ticket, cleos)
    assert new == []
    if how == "clock":
        is_over(message)
        later = now() + timedelta(seconds=101)
        monkeypatch.setattr(pulse, "now", lambda: later)
    else:
        release(message)
    cleos, new = told_cleo(ticket, cleos)
    assert "Bring it in." in new and told_cleo(ticket, cleos)[1] == []
    again = pulse.for_staff(desk.anna, ticket.id, found.cursor)
    assert again and again.whole and again.changed  # it doesn't wait any more


def test_a_reply_that_waits_comes_after_later_entries(desk: Desk) -> None:
    ticket = desk.ticket()
    cleos = pulse.ticket_cursor(ticket, for_customer=True)
    message = reply(desk, ticket, waits=100)
    by_cleo(ticket, "Are you there?")
    note(desk, ticket)
    cleos, new = told_cleo(ticket, cleos)
    assert new == ["Are you there?"]
    release(message)
    cleos, new = told_cleo(ticket, cleos)
    assert new == ["Since Tuesday the rear wheel rubs.", "Bring it in.", "Are you there?"]
    assert told_cleo(ticket, cleos)[1] == []


def test_one_that_waited_when_the_page_was_drawn(desk: Desk) -> None:
    ticket = desk.ticket()
    message = reply(desk, ticket, waits=100)
    cleos = pulse.ticket_cursor(fresh(ticket), for_customer=True)
    assert told_cleo(ticket, cleos)[1] == []
    release(message)
    assert "Bring it in." in told_cleo(ticket, cleos)[1]


def test_a_reply_taken_back_vanishes_for_staff_and_was_never_there_for_cleo(desk: Desk) -> None:
    ticket = desk.ticket()
    cleos = pulse.ticket_cursor(ticket, for_customer=True)
    message = reply(desk, ticket, waits=100)
    cursor = pulse.ticket_cursor(fresh(ticket))
    cleos, _new = told_cleo(ticket, cleos)
    take_back(desk, message)
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and found.whole and found.since == 0
    assert words(ticket, found, for_customer=False) == ["Since Tuesday the rear wheel rubs."]
    assert told_cleo(ticket, cleos)[1] == []


def test_a_long_thread_is_not_sent_as_a_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "WHOLE", 2)
    ticket = desk.ticket()
    message = reply(desk, ticket, waits=100)
    cleos = pulse.ticket_cursor(fresh(ticket), for_customer=True)
    release(message)
    found = pulse.for_customer(ticket.tracking_id, [ticket.id], cleos)
    assert found and found.changed and found.since is None and not found.whole
    assert pulse.for_customer(ticket.tracking_id, [ticket.id], found.cursor) is None


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "A" * 9000, "é", "\0", "W10", "bnVsbA", "WzEsMiwtM10", "W1tdLDEsMl0", "NTU1"],
)
def test_a_cursor_that_is_none_brings_all(desk: Desk, cursor: str) -> None:
    ticket = desk.ticket()
    found = pulse.for_staff(desk.anna, ticket.id, cursor)
    assert found and found.whole and found.since == 0 and found.changed
    assert pulse.for_staff(desk.anna, ticket.id, found.cursor) is None
    assert told_cleo(ticket, cursor)[1] == ["Since Tuesday the rear wheel rubs."]


def test_a_cursor_from_elsewhere_mends_itself(desk: Desk) -> None:
    ticket = desk.ticket()
    ahead = base64.urlsafe_b64encode(json.dumps([99, 5, 0, 0]).encode()).decode().rstrip("=")
    found = pulse.for_staff(desk.anna, ticket.id, ahead)
    assert found and found.whole
    assert pulse.for_staff(desk.anna, ticket.id, found.cursor) is None


def test_who_may_not_see_it_hears_nothing(desk: Desk) -> None:
    ticket, cursor = desk.ticket(), ""
    with pytest.raises(NotFound):
        pulse.for_staff(desk.ben, ticket.id, cursor)
    with pytest.raises(NotFound):
        pulse.for_staff(desk.anna, 999_999, cursor)
    for granted in ([], [ticket.id + 1]):
        with pytest.raises(NotFound):
            pulse.for_customer(ticket.tracking_id, granted, cursor)
    with db.transaction():
        Ticket.update(deleted=now()).execute()
    with pytest.raises(NotFound):
        pulse.for_staff(desk.anna, ticket.id, cursor)
    with pytest.raises(NotFound):
        pulse.for_customer(ticket.tracking_id, [ticket.id], cursor)


def test_a_ticket_that_leaves_bens_sight(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    cursor = pulse.ticket_cursor(ticket)
    assert pulse.for_staff(desk.ben, ticket.id, cursor) is None
    with db.transaction():
        Ticket.update(category=desk.category("General").id).execute()
    with pytest.raises(NotFound):
        pulse.for_staff(desk.ben, ticket.id, cursor)


@pytest.mark.parametrize("for_customer", [False, True])
def test_what_waits_is_asked_for_once(desk: Desk, for_customer: bool) -> None:
    """A page that doesn't know when it goes out learns it with its first question; nothing more
    is told."""
    ticket, anna = desk.ticket(), desk.anna
    reply(desk, ticket, waits=100)
    waits = [(1, False)] if for_customer else [(1, False), (2, True)]
    cursor = pulse.ticket_cursor(fresh(ticket), for_customer=for_customer, said=waits)

    def ask(cursor: str) -> pulse.TicketNews | None:
        if for_customer:
            return pulse.for_customer(ticket.tracking_id, [ticket.id], cursor)
        return pulse.for_staff(anna, ticket.id, cursor)

    found = ask(cursor)
    assert found and found == pulse.TicketNews(found.cursor, None, False, False, None)
    with statements() as asked:
        assert ask(found.cursor) is None
    assert len(reading(asked)) == 1


def test_one_query_when_nothing_is_new_however_long_it_is(desk: Desk) -> None:
    ticket = desk.ticket()
    for _number in range(5):
        reply(desk, ticket)
    cursor, anna = pulse.ticket_cursor(fresh(ticket)), desk.anna
    with statements() as found:
        assert pulse.for_staff(anna, ticket.id, cursor) is None
    assert len(reading(found)) == 1 and writing(found) == []
