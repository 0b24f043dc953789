"""Views, filters and orders of the list: each row once, both ways, from an index alone."""

from datetime import timedelta
from itertools import pairwise, product

import pytest

from helpdesk import db, settings, statuses, tickets
from helpdesk.db import database
from helpdesk.schema import Priority, Staff, Team, TeamMember, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import listing, streams, views
from helpdesk.tickets.asked import RESOLVED, SORTS, VIEWS, Asked, usual_sort
from tests.cast import Desk
from tests.tickets.test_listing import START
from tests.watching import reading, statements

WAYS = [(sort, back) for sort in SORTS for back in (False, True)]


def some(desk: Desk, count: int = 36) -> None:
    """Tickets of every kind; many share a moment, so that the number has to decide."""
    ranks = [row.id for row in Priority.select()]
    meanings = ("new", "open", "waiting", "hold", "resolved")
    owners = (None, desk.anna.id, desk.ben.id)
    with db.transaction():
        for number in range(count):
            row = desk.ticket(category="Repairs" if number % 3 else "General")
            status = statuses.default(meanings[number % 5])
            moment = START - timedelta(minutes=number // 6)
            ours = status.meaning in statuses.OURS
            Ticket.update(
                status=status,
                is_open=status.meaning != "resolved",
                priority=ranks[number % len(ranks)],
                owner=owners[number % 3],
                created=START - timedelta(days=number // 4),
                last_message=moment,
                waiting_since=moment - timedelta(hours=number % 2) if ours else None,
            ).where(Ticket.id == row.id).execute()
        settings.change({"list.rows": 10})


def walked(member: Member, asked: Asked, size: int = 4) -> list[int]:
    """All numbers, by way of every page; on the way back the same in reverse."""
    seen, pages, key = [], [], ""
    while True:
        page = tickets.page_of(member, asked, after=key, size=size)
        pages.append([row.number for row in page.rows])
        seen += pages[-1]
        if not (key := page.next_key):
            break
    for expected in reversed(pages[:-1]):
        page = tickets.page_of(member, asked, before=page.previous_key, size=size)
        assert [row.number for row in page.rows] == expected
    assert not page.previous_key or len(pages) == 1
    return seen


def value(row: Ticket, sort: str, ranks: list[int]) -> tuple[object, ...]:
    """What the rows of an order rise by, said once more in Python."""
    if sort == "waiting":
        return (row.waiting_since is None, row.waiting_since or row.last_message, row.id)
    if sort == "priority":
        return (-ranks.index(row.priority_id), row.id)
    if sort == "number":
        return (row.id,)
    return (row.created if sort == "created" else row.last_message, row.id)


@pytest.mark.parametrize("small", [False, True])
def test_each_order_holds_each_once_both_ways(
    desk: Desk, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(desk)
    monkeypatch.setattr(listing, "COUNTED", 2000 if small else -1)
    ranks = [row.id for row in Priority.select().order_by(Priority.position)]
    for (sort, back), member in product(WAYS, (desk.anna, desk.ben)):
        for view in ("open", "mine", "unassigned"):
            asked = Asked(view, (), sort, back)
            found = walked(member, asked)
            wanted = [r for r in Ticket.select() if r.is_open and sees(member, r, view)]
            assert sorted(found) == sorted(row.id for row in wanted)
            rows = {row.id: row for row in wanted}
            values = [value(rows[number], sort, ranks) for number in found]
            if sort == "waiting" and back:  # who doesn't wait comes last whichever way it is
                values = [v for v in values if not v[0]]
            up = (sort == "waiting") != back
            assert all((a < b) == up for a, b in pairwise(values)), (view, values)


def sees(member: Member, row: Ticket, view: str) -> bool:
    owner = {"open": row.owner_id, "mine": member.id, "unassigned": None}[view]
    in_sight = member.categories is None or row.category_id in member.categories
    return in_sight and row.owner_id == owner


def test_counts_are_those_of_the_lists(desk: Desk) -> None:
    some(desk)
    for view, member in product(VIEWS, (desk.anna, desk.ben)):
        shown = {one.key: one.count for one in tickets.quick_views(member)}
        found = walked(member, Asked(view, (), usual_sort(view)))
        assert len(found) == shown.get(view, 0) == tickets.count(member, Asked(view))


def test_counts_of_all_views_are_one_query(desk: Desk) -> None:
    some(desk, 5)
    tickets.quick_views(desk.anna)
    desk.ticket()  # which makes what was remembered old
    anna = desk.anna
    with statements() as found:
        tickets.quick_views(anna)
        tickets.quick_views(anna)
    assert len(reading(found)) == 1


@pytest.mark.parametrize("number", [1999, 2000, 2001, 50_000])
def test_counts_say_what_they_know(number: int) -> None:
    assert tickets.counted(number) == (str(number) if number <= 2000 else "2,000+")


def test_a_customer_who_asks_again_has_waited_since_the_first_time(desk: Desk) -> None:
    row = desk.ticket()
    first = row.waiting_since
    assert first == row.created
    with db.transaction():
        tickets.reply(row, actor=desk.anna.actor(), author="Anna", text="x")
    assert Ticket.get().waiting_since is None
    Ticket.update(waiting_since=None).execute()
    with db.transaction():
        tickets.set_status(row, statuses.default("open"), actor=desk.anna.actor())
    assert Ticket.get().waiting_since is not None
    with db.transaction():
        tickets.set_status(row, statuses.default("resolved"), actor=desk.anna.actor())
    assert Ticket.get().waiting_since is None


def test_no_order_sorts_more_than_a_page(desk: Desk) -> None:
    """Each stream of a page is an index in its order, ended by a limit, on its first page and
    behind a key; what is sorted is what the streams gave."""
    some(desk, 10)
    views = ("open", "mine", "unassigned", "others", "turn", RESOLVED)
    for view, (sort, back), member in product(views, WAYS, (desk.anna, desk.ben)):
        asked = Asked(view, (), sort, back)
        wanted, order = listing.wanted_of(member, asked), listing._order(asked)
        key = {"last": "1-1", "created": "1-1", "number": "1"}.get(sort)
        key = key or ("0-1" if sort == "priority" else "0-1-1")
        for place in (None, listing.parsed(key, sort)):
            for stream in streams._streams(wanted, order, place):
                told = explained(streams._part(stream, order, place, 51))
                assert "TEMP B-TREE" not in told and "FILESORT" not in told, told
                assert streams._index(Ticket._meta.table_name, stream.index).upper() in told


def test_counts_read_an_index_alone(desk: Desk) -> None:
    some(desk, 5)
    team = Team.create(name="Workshop")
    for member in (desk.anna, desk.ben):
        TeamMember.create(team=team, staff=member.id)
    for view, member in product(VIEWS, (desk.anna, desk.ben)):
        told = explained(streams.count(listing.wanted_of(member, Asked(view)), 2001))
        assert "COVERING INDEX" in told or "USING INDEX" in told, (view, told)


def explained(query: streams.Sql) -> str:
    """How the engine goes about it, in capitals."""
    if db.is_mysql():
        sql = "EXPLAIN " + query.text.replace("?", "%s")
    else:
        sql = "EXPLAIN QUERY PLAN " + query.text
    return str(database.execute_sql(sql, query.values).fetchall()).upper()


def test_people_who_left_are_no_trouble(desk: Desk) -> None:
    some(desk, 6)
    Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    found = tickets.page_of(desk.anna, Asked("others"))
    assert {row.owner_name for row in found.rows} == {"Ben Okafor"}


def test_counts_of_the_views(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """From one pass, and one by one where there are more open ones than are walked over."""
    some(desk)
    TeamMember.create(team=Team.create(name="First"), staff=desk.anna.id)
    Ticket.update(team=Team.get().id).where(Ticket.id.in_([1, 2, 3, 5])).execute()
    for member in (desk.anna, desk.ben):
        for most, walked in ((2000, 6000), (3, 6000), (3, 5), (3, 6000), (30, 30), (3, 6000)):
            for module in (listing, views):
                monkeypatch.setattr(module, "COUNTED", most)
            monkeypatch.setattr(views, "WALKED", walked)
            monkeypatch.setattr(views, "_full", {})
            for _again in range(2):  # the second time without those that hold more than counted
                found = {view.key: view.count for view in tickets.quick_views(member)}
                own = {"teams"} if member.id == desk.ben.id else set()
                assert found.keys() == VIEWS.keys() - own
                for view, count in found.items():
                    assert count == tickets.count(member, Asked(view)) <= most + 1, view
                Ticket.update(updated=START).where(Ticket.id == 1).execute()  # so it counts anew


def test_what_holds_more_than_counted_is_not_counted_again_for_a_minute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(desk)
    for module in (listing, views):
        monkeypatch.setattr(module, "COUNTED", 3)
    monkeypatch.setattr(views, "WALKED", 5)
    monkeypatch.setattr(views, "_full", {})
    for _again in range(2):
        with statements() as asked:
            tickets.quick_views(desk.anna)
        Ticket.update(updated=START).where(Ticket.id == 1).execute()
    assert not [text for text in asked if "COUNT" in text], "all are full"
    Ticket.update(is_open=False, status=statuses.default("resolved")).execute()
    assert {view.key: view.count for view in tickets.quick_views(desk.anna)}["open"] == 4
    for key in views._full:
        views._full[key] -= views.STAYS
    Ticket.update(updated=START).where(Ticket.id == 1).execute()
    assert {view.key: view.count for view in tickets.quick_views(desk.anna)}["open"] == 0
