"""The stream of what happened: in the transaction, in order, and nothing of it is lost."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from helpdesk import db, events, statuses, tickets
from helpdesk.schema import Event, Outbox, Status, Ticket
from helpdesk.tickets.order import advance
from tests.cast import Desk
from tests.crowd import in_thread, rival
from tests.servers.mariadb import wait_until

on_mariadb = pytest.mark.parametrize("engine", ["mariadb"])


@pytest.fixture
def clean_reactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reactions that a test adds end with it."""
    known = {name: list(found) for name, found in events._reactions.items()}
    monkeypatch.setattr(events, "_reactions", known)


def recorded(ticket: Ticket | None = None) -> list[Event]:
    query = Event.select().where(Event.name != events.INSTALLED)
    if ticket is not None:
        query = query.where(Event.ticket == ticket.id)
    return list(query.order_by(Event.position, Event.id))


def test_an_event_goes_with_its_transaction(desk: Desk) -> None:
    before = len(recorded())
    with pytest.raises(RuntimeError), db.transaction():
        events.record(events.SIGNED_IN, events.system())
        assert len(recorded()) == before + 1
        raise RuntimeError
    assert len(recorded()) == before


def test_unknown_names_are_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match=r"ticket\.exploded"):
        events.record("ticket.exploded", events.system())
    assert recorded() == []


def test_details_are_versioned_and_hold_old_and_new(desk: Desk) -> None:
    ticket = desk.ticket()
    resolved = statuses.default(statuses.RESOLVED)
    old = ticket.status_id
    with db.transaction():
        tickets.set_status(ticket, resolved, actor=desk.anna.actor())
    details = json.loads(recorded(ticket)[-1].details)
    assert details == {"v": events.VERSION, "changes": {"status": [old, resolved.id]}}


def test_people_are_references(desk: Desk) -> None:
    """So that a person can be erased: no name and no address is in the stream."""
    ticket = desk.ticket(name="Cleo Marsh", email="cleo@example.com")
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna Lindgren", text="Hm.")
    first, second = recorded(ticket)
    assert (first.actor_kind, first.customer, first.staff) == (
        "customer",
        ticket.customer_id,
        None,
    )
    assert (second.actor_kind, second.staff, second.channel) == ("staff", desk.anna.id, "panel")
    assert not any("Cleo" in e.details or "example.com" in e.details for e in (first, second))


def test_one_press_has_one_change_id(desk: Desk) -> None:
    ticket = desk.ticket()
    for _press in range(2):
        anna = desk.anna.actor()
        with db.transaction():
            tickets.reply(ticket, actor=anna, author="Anna", text="Done.", status=_other(ticket))
    _first, *rest = recorded(ticket)
    ids = [event.change_id for event in rest]
    assert len(ids) == 4 and ids[0] == ids[1] != ids[2] == ids[3]
    assert [event.name for event in rest] == [events.REPLIED, events.CHANGED] * 2


def test_positions_rise_without_gaps(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="One.")
        tickets.set_status(ticket, _other(ticket), actor=desk.anna.actor())
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Two.")
    assert [event.position for event in recorded(ticket)] == [1, 2, 3, 4]


@pytest.mark.usefixtures("clean_reactions")
def test_a_reaction_that_fails_undoes_everything(desk: Desk) -> None:
    def fail(event: Event) -> None:
        Outbox.create(kind="mail", recipient="x@example.com")
        raise RuntimeError(event.name)

    events.on(events.SUBMITTED, fail)
    with pytest.raises(RuntimeError, match=events.SUBMITTED):
        desk.ticket()
    assert Ticket.select().count() == Outbox.select().count() == len(recorded()) == 0


@pytest.mark.usefixtures("clean_reactions")
def test_reactions_run_inside_the_transaction_and_once(desk: Desk) -> None:
    seen: list[tuple[int, bool]] = []

    def look(event: Event) -> None:
        seen.append((event.id, db.database.in_transaction()))

    events.on(events.SUBMITTED, look)
    events.on(events.SUBMITTED, look)
    ticket = desk.ticket()
    assert seen == [(recorded(ticket)[0].id, True)]


@on_mariadb
def test_ids_in_reverse_order_of_commits_lose_nothing_by_position(desk: Desk) -> None:
    """A gets its event's id first and commits last. Who reads "id > the last one seen" misses A's
    event; who reads the ticket by position sees both, for B had to wait for the row."""
    first, second = desk.ticket("first"), desk.ticket("second")
    reader = Reader()
    reader.read()
    with rival(desk.address) as late:
        low = _record_by(late, first)
        with db.transaction():
            anna = desk.anna.actor()
            position = advance(second)
            high = events.record(events.NOTED, anna, ticket=second, position=position).id
        assert low < high
        assert reader.read() == [(second.id, position)]
        late.commit()
    assert reader.read() == [(first.id, 2)], "an id below the highest one seen, and not missed"


@on_mariadb
def test_the_one_who_commits_first_has_the_lower_position(desk: Desk) -> None:
    """Two on one ticket: the second waits for the first one's commit before it gets a position."""
    ticket = desk.ticket()
    with rival(desk.address) as early:
        _record_by(early, ticket)
        waiting: list[int] = []

        def write() -> None:
            with db.connection(), db.transaction():
                waiting.append(advance(Ticket.get_by_id(ticket.id)))

        thread = threading.Thread(target=write)
        thread.start()
        _wait_until_it_waits(desk)
        assert waiting == []
        early.commit()
        thread.join(30)
    assert waiting == [3]
    assert Ticket.get_by_id(ticket.id).last_position == 3


class Reader:
    """Reads by ticket and position, and never asks for ids."""

    def __init__(self) -> None:
        self.seen: dict[int, int] = {}

    def read(self) -> list[tuple[int, int]]:
        """What is new since the last time."""
        return in_thread(lambda: list(self._new()))

    def _new(self) -> Iterator[tuple[int, int]]:
        with db.connection():
            for event in Event.select().where(Event.ticket.is_null(False)).order_by(Event.position):
                if event.position > self.seen.get(event.ticket, 0):
                    self.seen[event.ticket] = event.position
                    yield event.ticket, event.position


def _record_by(connection: object, ticket: Ticket) -> int:
    """What `advance` and `record` do, in another connection's transaction that stays open."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            f"UPDATE hd_ticket SET last_position = last_position + 1 WHERE id = {ticket.id}"
        )
        cursor.execute(
            "INSERT INTO hd_event (name, ticket, position, actor_kind, channel, change_id, details,"
            f" created) SELECT 'ticket.noted', id, last_position, 'staff', 'panel', 'x',"
            f" '{{}}', NOW() FROM hd_ticket WHERE id = {ticket.id}"
        )
        return int(cursor.lastrowid)


def _wait_until_it_waits(desk: Desk) -> None:
    """Until the server says that somebody waits for a lock."""

    def waits() -> bool:
        rows = db.database.execute_sql(
            "SELECT COUNT(*) FROM information_schema.processlist"
            " WHERE db = DATABASE() AND info LIKE 'UPDATE%%hd_ticket%%'"
        )
        return bool(rows.fetchone()[0])

    assert wait_until(waits, time.monotonic() + 30)


def _other(ticket: Ticket) -> Status:
    fresh: Ticket = Ticket.get_by_id(ticket.id)
    wanted = statuses.OPEN if fresh.status.meaning != statuses.OPEN else statuses.HOLD
    return statuses.default(wanted)
