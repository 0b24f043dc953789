"""What a customer asked, as far as it is in sight, from an index."""

import re
import sys
from datetime import datetime, timedelta

import pytest

from helpdesk import db, search, settings, statuses, tickets
from helpdesk.clock import UTC
from helpdesk.db import database
from helpdesk.schema import Customer, Organisation, Status, Ticket
from helpdesk.search import rows
from helpdesk.tickets import by_customer
from helpdesk.tickets.rows import select_rows
from tests.cast import Desk
from tests.watching import reading, statements

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(desk: Desk, count: int, *, category: str = "General", same_time: bool = False) -> int:
    """Cleo's tickets, the first with the latest message; her number."""
    for number in range(count):
        ticket = desk.ticket(f"{category} {number}", category=category)
        moment = START - timedelta(minutes=0 if same_time else number)
        Ticket.update(last_message=moment).where(Ticket.id == ticket.id).execute()
    return int(Customer.get(Customer.name == "Cleo Marsh").id)


def subjects(page: by_customer.PastPage) -> list[str]:
    return [row.subject for row in page.rows]


def test_the_last_message_comes_first(desk: Desk) -> None:
    cleo = asked(desk, 3)
    desk.ticket("Dan's", email="dan@example.com", name="Dan")
    assert subjects(tickets.of_customer(desk.anna, cleo)) == ["General 0", "General 1", "General 2"]
    assert subjects(tickets.of_customer(desk.anna, cleo, limit=2)) == ["General 0", "General 1"]


@pytest.mark.parametrize("same_time", [False, True])
def test_pages_hold_each_once(desk: Desk, same_time: bool) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    cleo, seen, key = asked(desk, 23, same_time=same_time), [], ""
    for length in (10, 10, 3):
        page = tickets.of_customer(desk.anna, cleo, after=key)
        assert len(page.rows) == length
        seen += [row.number for row in page.rows]
        key = page.next_key
    assert not key and len(set(seen)) == 23
    for wrong in ("x", "-", "1", "9" * 40 + "-1", "²-1"):
        assert len(tickets.of_customer(desk.anna, cleo, after=wrong).rows) == 10


def test_ben_sees_his_category_only(desk: Desk) -> None:
    cleo = asked(desk, 2)
    asked(desk, 1, category="Repairs")
    assert subjects(tickets.of_customer(desk.ben, cleo)) == ["Repairs 0"]
    assert tickets.count_of_customer(desk.ben, cleo) == 1
    assert tickets.count_of_customer(desk.anna, cleo) == 3
    assert tickets.known(desk.ben, [cleo])[cleo].is_open == 1
    own = Ticket.get(Ticket.subject == "Repairs 0")
    assert tickets.others(desk.ben, own.id, cleo).total == 0
    assert tickets.others(desk.anna, own.id, cleo).total == 2


def test_deleted_ones_are_in_none_of_it(desk: Desk) -> None:
    cleo = asked(desk, 2)
    Ticket.update(deleted=START).where(Ticket.subject == "General 0").execute()
    assert subjects(tickets.of_customer(desk.anna, cleo)) == ["General 1"]
    assert tickets.known(desk.anna, [cleo])[cleo].last == START - timedelta(minutes=1)


def test_open_matters(desk: Desk) -> None:
    cleo = asked(desk, 3)
    done = Ticket.get(Ticket.subject == "General 1")
    with db.transaction():
        tickets.set_status(done, statuses.default("resolved"), actor=desk.anna.actor())
    page = tickets.of_customer(desk.anna, cleo, open_only=True)
    assert subjects(page) == ["General 0", "General 2"]
    assert tickets.count_of_customer(desk.anna, cleo, open_only=True) == 2
    assert tickets.known(desk.anna, [cleo])[cleo].is_open == 2


def test_history_names_five_others_and_counts_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleo = asked(desk, 9)
    one = Ticket.get(Ticket.subject == "General 3")
    found = tickets.others(desk.anna, one.id, cleo)
    assert [row.subject[-1] for row in found.rows] == ["0", "1", "2", "4", "5"]
    assert found.total == 8 and found.customer_id == cleo
    monkeypatch.setattr(by_customer, "COUNTED", 3)
    assert tickets.others(desk.anna, one.id, cleo).total == 3, "counting ends early"


def test_history_of_a_usual_customer_costs_one_query(desk: Desk) -> None:
    cleo = asked(desk, 4)
    one = Ticket.get(Ticket.subject == "General 3")
    tickets.others(desk.anna, one.id, cleo)
    anna = desk.anna
    with statements() as found:
        tickets.others(anna, one.id, cleo)
    assert len([s for s in reading(found) if "ticket" in s]) == 1


def test_tickets_of_an_organisation(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    asked(desk, 12)
    group = Organisation.create(name="Group", name_normal="group")
    Ticket.update(organisation=group.id).execute()
    desk.ticket("Another's", email="dan@example.com")
    first = tickets.of_organisation(desk.anna, group.id)
    rest = tickets.of_organisation(desk.anna, group.id, after=first.next_key)
    numbers = [row.number for row in (*first.rows, *rest.rows)]
    assert len(numbers) == 12 and numbers == sorted(numbers, reverse=True) and not rest.next_key
    assert tickets.of_organisation(desk.ben, group.id).rows == []


def test_comes_from_one_index_unsorted(desk: Desk) -> None:
    cleo = asked(desk, 3)
    row = Ticket.select().where(Ticket.subject == "General 0").dicts().get()
    for at in range(2):
        rows = [
            {**row, "id": None, "tracking_id": f"{at}-{n}", "last_message": START}
            for n in range(150)
        ]
        for one in rows:
            one.pop("id")
        Ticket.insert_many(rows).execute()
    other = desk.ticket("Dan's", email="dan@example.com", name="Dan")
    copies = [{**row, "tracking_id": f"d-{n}", "customer": other.customer_id} for n in range(150)]
    for one in copies:
        one.pop("id")
    Ticket.insert_many(copies).execute()
    query = select_rows().where(by_customer._theirs(desk.anna, cleo, False))
    query = query.order_by(Ticket.last_message.desc(), Ticket.id.desc()).limit(6)
    sql, values = query.sql()
    if db.is_mysql():
        database.execute_sql(f"ANALYZE TABLE `{Ticket._meta.table_name}`")
    how = "EXPLAIN " if db.is_mysql() else "EXPLAIN QUERY PLAN "
    plan = str(database.execute_sql(how + sql, values).fetchall())
    assert "customer_id_deleted" in plan, plan
    assert "TEMP B-TREE" not in plan and "filesort" not in plan, plan


def test_a_status_that_another_process_has_just_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered of the statuses is older; a ticket that has it is shown all the same."""
    first, cleo = desk.ticket("First"), asked(desk, 1)
    memory = sys.modules["helpdesk.db.remembered"]
    monkeypatch.setattr(memory, "NOTICED_WITHIN", 3600.0)
    statuses.every()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(memory, "_WRITTEN", re.compile("never"))
        new = Status.create(name="At the mill", meaning=statuses.OPEN, position=99)
        Ticket.update(status=new.id).where(Ticket.id == first.id).execute()
    second = Ticket.get(Ticket.subject == "General 0")
    (other,) = tickets.others(desk.anna, second.id, cleo).rows
    shown = {row.subject: row.status_name for row in tickets.of_customer(desk.anna, cleo).rows}
    (found,) = rows.of_page([first.id])
    assert other.status_name == shown["First"] == found.status_name == new.name


def test_needs_an_answer_wherever_it_is_shown(desk: Desk) -> None:
    """What the customer said last is bold until it is answered or resolved."""
    cleo = asked(desk, 1)

    def bold(view: str) -> list[bool]:
        (past,) = tickets.of_customer(desk.anna, cleo).rows
        (listed,) = tickets.page_of(desk.anna, tickets.asked_for({"view": view}, desk.anna)).rows
        (found,) = search.find(desk.anna, "General").rows
        return [row.unread for row in (past, listed, found.row)]

    assert bold("open") == [True, True, True]
    with db.transaction():
        resolved = statuses.default(statuses.RESOLVED)
        tickets.set_status(Ticket.get(), resolved, actor=desk.anna.actor())
    assert bold("resolved") == [False, False, False]
