"""The list by key: nothing lost, nothing twice, whatever happens meanwhile."""

from datetime import datetime, timedelta

import pytest

from helpdesk import db, settings, tickets
from helpdesk.clock import UTC
from helpdesk.schema import Ticket
from helpdesk.staff import Member
from helpdesk.tickets import listing
from helpdesk.tickets.listing import COUNTED, Page
from tests.cast import Desk
from tests.watching import reading, statements

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def made(desk: Desk, count: int, *, same_time: bool = False, category: str = "General") -> None:
    """Tickets, the first with the latest message."""
    for number in range(count):
        ticket = desk.ticket(f"No. {number}", category=category)
        moment = START - timedelta(minutes=0 if same_time else number)
        Ticket.update(last_message=moment).where(Ticket.id == ticket.id).execute()


@pytest.fixture
def pages_of_ten(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})


def numbers(page: Page) -> list[int]:
    return [row.number for row in page.rows]


def walked(member: Member) -> list[list[int]]:
    pages, key = [], ""
    while True:
        page = tickets.page_of(member, after=key)
        pages.append(numbers(page))
        if not (key := page.next_key):
            return pages


def flat(pages: list[list[int]]) -> list[int]:
    return [number for page in pages for number in page]


def test_the_last_message_comes_first(desk: Desk) -> None:
    made(desk, 4)
    assert [row.subject for row in tickets.page_of(desk.anna).rows] == [
        "No. 0",
        "No. 1",
        "No. 2",
        "No. 3",
    ]


@pytest.mark.parametrize("same_time", [False, True])
@pytest.mark.usefixtures("pages_of_ten")
def test_pages_hold_each_once(desk: Desk, same_time: bool) -> None:
    made(desk, 25, same_time=same_time)
    pages = walked(desk.anna)
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted(flat(pages)) == sorted(row.id for row in Ticket.select())


@pytest.mark.usefixtures("pages_of_ten")
def test_a_full_last_page_has_no_next(desk: Desk) -> None:
    made(desk, 20)
    assert [len(page) for page in walked(desk.anna)] == [10, 10]


@pytest.mark.parametrize("same_time", [False, True])
@pytest.mark.usefixtures("pages_of_ten")
def test_what_arrives_meanwhile_shifts_nothing(desk: Desk, same_time: bool) -> None:
    made(desk, 25, same_time=same_time)
    wanted = flat(walked(desk.anna))
    found: list[int] = []
    key = ""
    for _ in range(3):
        page = tickets.page_of(desk.anna, after=key)
        found += numbers(page)
        key = page.next_key
        made(desk, 2, same_time=True)  # as late as the latest of before
        desk.ticket("Just now")
    assert found == wanted


@pytest.mark.usefixtures("pages_of_ten")
def test_ben_walks_his_category_only(desk: Desk) -> None:
    made(desk, 12)
    made(desk, 12, category="Repairs")
    pages = walked(desk.ben)
    assert [len(page) for page in pages] == [10, 2]
    seen = {row.category.name for row in Ticket.select().where(Ticket.id << flat(pages))}
    assert seen == {"Repairs"} and tickets.count(desk.ben) == 12


@pytest.mark.usefixtures("pages_of_ten")
def test_every_page_costs_the_same(desk: Desk) -> None:
    made(desk, 25)
    anna, key, costs = desk.anna, "", []
    tickets.page_of(anna)  # small tables are read once
    for _ in range(3):
        with statements() as found:
            page = tickets.page_of(anna, after=key)
        key = page.next_key
        costs.append(len(reading(found)))
    assert len(set(costs)) == 1


@pytest.mark.parametrize(
    "key", ["", "x", "1", "-", "1-", "-1", "a-b", "9" * 40 + "-1", "1-" + "9" * 40, "1-2-3", "²-1"]
)
def test_a_key_that_is_none_begins_at_the_top(desk: Desk, key: str) -> None:
    made(desk, 2)
    assert len(tickets.page_of(desk.anna, after=key).rows) == 2


def test_counted_up_to_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert COUNTED >= 1000
    made(desk, 5)
    monkeypatch.setattr(listing, "COUNTED", 3)
    assert tickets.count(desk.anna) == 4  # "more than three"


def test_who_spoke_last_marks_a_row(desk: Desk) -> None:
    ticket = desk.ticket()
    assert tickets.page_of(desk.anna).rows[0].unread
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="x")
    assert not tickets.page_of(desk.anna).rows[0].unread
