"""Demo data: as many and as various as DESIGN says, equal each time, gone without a trace."""

import hashlib
import json
import statistics as figures
from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from helpdesk import demo, jobs, search, tickets
from helpdesk.clock import UTC, now
from helpdesk.customers import find_or_create
from helpdesk.demo import people, removing, state, stories, texts, vocabulary
from helpdesk.demo.plan import MOST, Plan
from helpdesk.errors import Conflict
from helpdesk.jobs import Slice
from helpdesk.schema import (
    ALL,
    Category,
    Customer,
    CustomerAddress,
    Event,
    Job,
    Message,
    Outbox,
    SearchDocument,
    SearchLoose,
    SearchPacked,
    Staff,
    Status,
    Ticket,
)
from tests.cast import Desk

TODAY = date(2026, 11, 20)
SMALL = 300


def load(total: int = SMALL) -> None:
    """All of it."""
    demo.load(total, today=TODAY)
    while demo.load_some(Slice(None, None)) is not None:
        pass


def remove() -> None:
    """All of it."""
    while demo.remove_some(Slice(None, None)) is not None:
        pass
    while search.rebuilding():
        jobs.run_due()


def test_two_runs_are_equal(desk: Desk) -> None:
    """Whatever stood in the tables before, and wherever the first one was interrupted."""
    load()
    first = _content()
    remove()
    demo.load(SMALL, today=TODAY)
    while demo.load_some(Slice(None, None, seconds=0)) is not None:
        pass
    assert _content() == first


def test_removal_leaves_what_was_there(desk: Desk) -> None:
    """To the last row; a real ticket that came meanwhile stays, with its category and answer."""
    before = desk.ticket("A real one")
    counts = _counts()
    load()
    remove()
    assert _counts() == counts
    load()
    mine = desk.ticket("A real one, meanwhile")
    demo_category = Category.get(Category.name == people.CATEGORIES[0])
    colleague = Staff.get(Staff.email.endswith("@staff.example"))
    Ticket.update(category=demo_category, owner=colleague).where(Ticket.id == mine.id).execute()
    remove()
    assert {row.id for row in Ticket.select()} == {before.id, mine.id}
    assert Message.select().where(Message.ticket == mine.id).count() == 1
    assert not Staff.get_by_id(colleague.id).is_active
    assert not Category.get_by_id(demo_category.id).is_public
    assert demo.progress() is None


def test_it_is_found_and_after_its_removal_it_is_not(desk: Desk) -> None:
    """By whoever sees all; what is really there is found all the while."""
    mine = desk.ticket("Our own brontosaurus")
    load(30)
    demo_ticket = Ticket.get(Ticket.id != mine.id)
    assert demo_ticket.id in _found(desk, f'"{demo_ticket.subject}"')
    assert _found(desk, "brontosaurus") == [mine.id]
    remove()
    assert _found(desk, "brontosaurus") == [mine.id]
    assert SearchDocument.select().count() == 1
    assert _found(desk, f'"{demo_ticket.subject}"') == []


def test_a_number_that_was_given_again_is_safe(desk: Desk) -> None:
    """A real ticket under the number of a demo's that somebody deleted isn't the demo's."""
    load()
    found = state.read()
    assert found
    last = found.ticket_ids[-1][1]
    removing.erase([last])
    mine = Ticket.select().where(Ticket.id == desk.ticket("Mine").id).dicts().get()
    Ticket.insert({**mine, "id": last, "tracking_id": "AAA-AAA-AAAA"}).execute()
    remove()
    assert {row.id for row in Ticket.select()} == {mine["id"], last}


def test_rows_of_tickets_agree_with_their_threads(desk: Desk) -> None:
    """Counts, last message, position and status say what messages and events say."""
    load()
    meanings = {row.id: row.meaning for row in Status.select()}
    said = _by_ticket(Message)
    happened = _by_ticket(Event)
    for ticket in Ticket.select():
        messages, events = said[ticket.id], happened[ticket.id]
        public = [m for m in messages if not m.is_note]
        assert ticket.messages == len(public)
        assert ticket.notes == len(messages) - len(public)
        assert ticket.staff_messages == sum(m.staff is not None for m in public)
        assert ticket.last_message == public[-1].created
        assert ticket.last_by_customer == (public[-1].staff is None)
        assert public[-1].text.startswith(ticket.snippet[:20])
        assert ticket.last_position == len(events)
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        assert ticket.is_open == (meanings[ticket.status_id] != "resolved")
        assert ticket.updated == events[-1].created <= now()
        assert (ticket.resolved is None) == ticket.is_open
        assert {m.id for m in messages} == {e.message for e in events if e.message}
        _follows(ticket, events)


def test_pages_show_it(desk: Desk) -> None:
    """The list and every kind of ticket."""
    load(50)
    browser = desk.signed_in()
    browser.get("/admin/tickets", status=200)
    for meaning in ("open", "resolved"):
        row = Ticket.select().join(Status).where(Status.meaning == meaning).first()
        if row is not None:
            browser.get(f"/admin/tickets/{row.id}", status=200)


def test_no_mail_is_queued(desk: Desk) -> None:
    """Not for the demo's people, whatever is done to its tickets."""
    load(50)
    ticket = tickets.ticket_for_staff(desk.anna, Ticket.select().first().id)
    tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="Hello")
    assert not Outbox.select().exists()
    assert not CustomerAddress.select().where(~CustomerAddress.email.endswith(".example")).exists()


def test_only_one_at_a_time(desk: Desk) -> None:
    """Other demo data has to go first."""
    load(20)
    load(20)
    assert Ticket.select().count() == 20
    with pytest.raises(Conflict):
        demo.load(21, today=TODAY)


def test_as_jobs(desk: Desk) -> None:
    """The panel's button: two jobs in slices."""
    demo.start_loading(50)
    demo.start_loading(50)
    assert Job.select().count() == 1
    jobs.run_due()
    found = demo.progress()
    assert found and found.finished
    demo.start_removing()
    jobs.run_due()
    assert demo.progress() is None and not Ticket.select().exists()


def test_a_small_one_is_of_these_weeks(desk: Desk) -> None:
    """It is looked at by a person: readable, not long ago, and with something to do."""
    load(50)
    requests = {subject for subject, _text in stories.REQUESTS}
    assert {row.subject for row in Ticket.select()} == requests
    begins = datetime.combine(TODAY, time(), UTC) - timedelta(days=31)
    assert not Ticket.select().where(Ticket.created < begins).exists()
    assert 8 <= Ticket.select().where(Ticket.is_open == 1).count() <= 12


def test_shape(desk: Desk) -> None:
    """At two thousand tickets the figures of DESIGN hold."""
    load(2000)
    counts = [row.messages + row.notes for row in Ticket.select()]
    assert max(counts) == MOST and counts.count(MOST) == 1
    counts.remove(MOST)
    assert 3.6 < figures.mean(counts) < 4.4
    assert 0.004 < sum(count > 20 for count in counts) / len(counts) < 0.018
    assert 0.015 < Ticket.select().where(Ticket.is_open == 1).count() / 2000 < 0.025
    lengths = sorted(len(row.text) for row in Message.select(Message.text))
    assert 350 < figures.median(lengths) < 450
    assert 6000 < lengths[len(lengths) * 99 // 100] < 10_500
    used = Counter(row.category_id for row in Ticket.select(Ticket.category))
    assert min(used.values()) < 10 and len(used) >= 29
    open_ones = Ticket.select(Ticket.owner).where(Ticket.is_open == 1)
    assert Counter(row.owner_id for row in open_ones).most_common(1)[0][1] == 20
    assert len({row.language for row in Ticket.select(Ticket.language)}) == 6


def test_the_plan_of_a_large_one() -> None:
    """Two in a hundred are open, a thousand of them one person's, one category is rare."""
    plan = Plan(100_000, 1, TODAY)
    opened = [number for number in range(plan.total) if plan.is_open(number)]
    assert 1950 <= len(opened) <= 2050
    assert sum(plan.is_busy(number) for number in opened) == 1000
    weights = people.category_weights()
    assert len(weights) == 30 and abs(weights[-1] - weights[-2] - 0.001) < 1e-9
    assert len(people.STAFF) == 25


@pytest.mark.parametrize("code", vocabulary.SHARES)
def test_words(code: str) -> None:
    """Twenty thousand and more, the frequent ones far more frequent than the rare ones."""
    language = vocabulary.language(code)
    counts = Counter(language.table)
    assert len(counts) >= 20_000
    ranked = [count for _word, count in counts.most_common()]
    assert 3 < ranked[0] / ranked[9] < 4 < ranked[9] / ranked[99] < 10
    assert ranked[0] > 1000 * ranked[-1]
    assert texts.subject(Random(1), language)


def _content() -> str:
    digest = hashlib.sha256()
    asked = Ticket.select(Ticket, Customer.name.alias("who")).join(Customer).order_by(Ticket.id)
    for ticket in asked.objects():
        values = (ticket.tracking_id, ticket.subject, ticket.who, str(ticket.created))
        digest.update(repr((*values, ticket.last_position, ticket.snippet)).encode())
    said = Message.select(Message.text, Message.created, Message.position)
    for row in said.order_by(Message.ticket, Message.position).tuples():
        digest.update(repr(row).encode())
    happened = Event.select(Event.name, Event.change_id, Event.created)
    for row in happened.order_by(Event.ticket, Event.id).tuples():
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _found(desk: Desk, words: str) -> list[int]:
    return [hit.row.number for hit in search.find(desk.anna, words).rows]


def _counts() -> dict[str, int]:
    """Rows of all tables, but jobs that are done and the search's words, packed as it sees fit."""
    counted = [table for table in ALL if table not in (Job, SearchLoose, SearchPacked)]
    return {table.table: table.select().count() for table in counted}


def _by_ticket(table: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in table.select().where(table.ticket.is_null(False)).order_by(table.position):
        number = row.ticket_id if table is Message else row.ticket
        found.setdefault(number, []).append(row)
    return found


def _follows(ticket: Ticket, events: list[Any]) -> None:
    """Each change begins where the one before ended, and the last one led to the present."""
    status = Status.get(Status.meaning == "new").id
    for event in events:
        change = json.loads(event.details).get("changes", {}).get("status")
        if change:
            assert change[0] == status
            status = change[1]
    assert ticket.status_id == status


def test_a_customer_who_asks_for_real_stays(desk: Desk) -> None:
    """Somebody of the demo who gets a real address, or asks again, is kept."""
    load(50)
    row = CustomerAddress.select().first()
    CustomerAddress.create(
        customer=row.customer_id, email="a@b.test", email_normal="a@b.test", is_primary=False
    )
    remove()
    assert Customer.get_by_id(row.customer_id).name == find_or_create("", "a@b.test").name
