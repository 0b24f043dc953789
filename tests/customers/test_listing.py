"""The list of customers: in order, paged by key, found by the beginning of what one knows."""

from typing import Any

import pytest

from helpdesk import customers, db, settings
from helpdesk.customers import listing
from helpdesk.db import database
from helpdesk.schema import Customer, CustomerAddress
from tests.cast import Desk
from tests.customers.helpers import company, explained, many, person
from tests.watching import reading, statements


def names(page: customers.Page) -> list[str]:
    return [row.name for row in page.rows]


def found(typed: str) -> dict[str, list[str]]:
    return {one.way: names(one.page) for one in customers.look_for(typed)}


def small_pages() -> None:
    with db.transaction():
        settings.change({"list.rows": 10})


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("  Élodie   ÅSTRÖM ", "elodie astrom"),
        ("ЙОЖ", "иож"),
        ("Straße", "strasse"),
        ("李小龙", "李小龙"),
        ("한글", "한글"),
        ("\u0301", ""),
        ("x" * 300, "x" * 190),
    ],
)
def test_names_as_they_are_compared(name: str, normal: str) -> None:
    assert customers.normal_name(name) == normal


def test_goes_by_name_whatever_the_case_and_accents(desk: Desk) -> None:
    for name in ("zoe", "Élodie", "anna", "Elke", "Ødegaard", "Bea"):
        person(desk, name)
    assert names(customers.page_of()) == ["anna", "Bea", "Elke", "Élodie", "zoe", "Ødegaard"]


def test_pages_hold_each_once_also_of_the_same_name(desk: Desk) -> None:
    small_pages()
    for number in range(25):
        person(desk, "Same Name" if number % 2 else f"Name {number}", f"c{number}@example.com")
    seen, key, lengths = [], "", []
    while True:
        page = customers.page_of(after=key)
        seen += [row.id for row in page.rows]
        lengths.append(len(page.rows))
        if not (key := page.next_key):
            break
    assert lengths == [10, 10, 5]
    assert len(set(seen)) == 25 == Customer.select().count()


@pytest.mark.parametrize("key", ["x", "-1", "0", "9" * 18, "9" * 40, "²", "1-2"])
def test_a_key_that_is_none_begins_at_the_top(desk: Desk, key: str) -> None:
    person(desk, "Cleo")
    assert names(customers.page_of(after=key)) == ["Cleo"]


def test_is_found_by_the_beginning_of_name_address_and_organisation(desk: Desk) -> None:
    company(desk, "Marsh & Sons")
    person(desk, "Cleo Marsh", "cleo@example.com", organisation="marsh & sons")
    person(desk, "Mársha Dent", "dent@example.com")
    person(desk, "Dan", "marshal@example.com")
    assert found("MARSH") == {
        "name": ["Mársha Dent"],
        "address": ["Dan"],
        "organisation": ["Cleo Marsh"],
    }
    assert found("cleo") == {"name": ["Cleo Marsh"]}, "nobody stands there twice"
    assert found("CLEO@ex") == {"address": ["Cleo Marsh"]}
    assert found("arsh") == found("%") == found("_leo") == {}


def test_further_by_one_way(desk: Desk) -> None:
    small_pages()
    company(desk, "Group")
    for number in range(25):
        person(desk, f"Person {number:02}", f"group{number:02}@example.com", organisation="Group")
    ways = customers.look_for("group")
    assert [one.way for one in ways] == ["address", "organisation"]
    for way in ("address", "organisation"):
        seen, key = [], ""
        for length in (10, 10, 5):
            (one,) = customers.look_for("group", way=way, after=key)
            assert len(one.page.rows) == length
            seen += names(one.page)
            key = one.page.next_key
        assert not key and seen == [f"Person {number:02}" for number in range(25)]


def test_shows_the_first_address(desk: Desk) -> None:
    cleo = person(desk, "Cleo", "old@example.com")
    with db.transaction():
        customers.add_address(cleo.id, "new@example.com", actor=desk.anna.actor())
        new = CustomerAddress.get(CustomerAddress.email == "new@example.com")
        customers.make_first(cleo.id, new.id, actor=desk.anna.actor())
    assert [row.email for row in customers.page_of().rows] == ["new@example.com"]
    assert [row.email for row in customers.look_for("old@")[0].page.rows] == ["old@example.com"]


def test_who_writes_is_in_it(desk: Desk) -> None:
    desk.ticket(name="Cléo Marsh")
    assert found("cleo m") == {"name": ["Cléo Marsh"]}
    Customer.update(name="cleo@example.com", name_normal="cleo@example.com").execute()
    desk.ticket(name="Dora")
    assert found("dora") == {"name": ["Dora"]}


@pytest.mark.parametrize("typed", ["", "p", "person 00"])
def test_costs_the_same_however_many_there_are(desk: Desk, typed: str) -> None:
    costs = []
    for _again in range(2):
        many(60)
        with statements() as said:
            customers.look_for(typed) if typed else customers.page_of()
        costs.append(len(reading(said)))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("way", ["all", "further", "begins", "begins further", "address"])
def test_reads_from_an_index_and_sorts_nothing(
    desk: Desk, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(3000)
    last = str(Customer.select(Customer.id).where(Customer.name == "Person 01500").scalar())
    rows = [
        {"customer": n, "email": f"{n}@x.y", "email_normal": f"{n}@x.y"}
        for (n,) in Customer.select(Customer.id).tuples()
    ]
    with db.transaction():
        for at in range(0, len(rows), 200):
            CustomerAddress.insert_many(rows[at : at + 200]).execute()
    if db.is_mysql():
        for table in (Customer, CustomerAddress):
            database.execute_sql(f"ANALYZE TABLE `{table._meta.table_name}`")
    plan = _plan(way, last, monkeypatch)
    index = "email_normal" if way == "address" else "name_normal"
    assert index in plan and not {"TEMP B-TREE", "filesort", "temporary"} & set(_words(plan)), plan


def _plan(way: str, last: str, monkeypatch: pytest.MonkeyPatch) -> str:
    def kept(found: list[Any]) -> list[customers.Found]:
        return [customers.Found("", customers.Page([], ""))]

    asked: list[tuple[str, Any]] = []
    real = type(database.obj).execute_sql

    def execute(self: Any, sql: str, params: Any = None, *more: Any, **named: Any) -> Any:
        asked.append((sql, params))
        return real(self, sql, params, *more, **named)

    monkeypatch.setattr(listing, "_completed", kept)
    with monkeypatch.context() as patched:
        patched.setattr(type(database.obj), "execute_sql", execute)
        match way:
            case "all":
                customers.page_of()
            case "further":
                customers.page_of(after=last)
            case "begins":
                customers.look_for("person 01", way="name")
            case "begins further":
                customers.look_for("person", way="name", after=last)
            case _:
                customers.look_for("1", way="address")
    ordered = [(sql, values) for sql, values in asked if "ORDER BY" in sql]
    how = "EXPLAIN " if db.is_mysql() else "EXPLAIN QUERY PLAN "
    plans = [str(database.execute_sql(how + sql, v).fetchall()) for sql, v in ordered]
    assert plans, "what follows reads one page by number"
    return plans[0]


def _words(plan: str) -> list[str]:
    return [word for word in ("TEMP B-TREE", "filesort", "temporary") if word in plan]


def test_explaining_tells_a_way_without_an_index(desk: Desk) -> None:
    """Else the test above would say nothing."""
    many(50)
    plan = explained(Customer.select().order_by(Customer.note))
    assert "TEMP B-TREE" in plan or "filesort" in plan
