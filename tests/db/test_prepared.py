"""Queries whose words are kept."""

from datetime import datetime

import pytest

from helpdesk import db
from helpdesk.clock import UTC
from helpdesk.db.prepared import STEP
from helpdesk.schema import Role, Staff, Throttle

END = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three(desk: object) -> None:
    for number in range(3):
        Throttle.create(key=f"key {number}", hits=number, ends=END)


def test_rows_are_what_the_query_promises() -> None:
    """Also at the second time, and where the first one found nothing."""
    wanted = (Throttle.key, Throttle.ends)
    named = db.Prepared(lambda k: Throttle.select(*wanted).where(Throttle.key == k).namedtuples())
    plain = db.Prepared(lambda k: Throttle.select(*wanted).where(Throttle.key == k).tuples())
    dicts = db.Prepared(lambda k: Throttle.select(*wanted).where(Throttle.key == k).dicts())
    whole = db.Prepared(lambda k: Throttle.select().where(Throttle.key == k))
    for _time in range(2):
        assert [q("none") for q in (named, plain, dicts, whole)] == [[], [], [], []]
        assert named.first("key 1").ends == END
        assert plain("key 1") == [("key 1", END)]
        assert dicts("key 1") == [{"key": "key 1", "ends": END}]
        row = whole.first("key 1")
        assert isinstance(row, Throttle) and (row.hits, row.ends) == (1, END)


def test_what_is_joined_comes_along() -> None:
    both = db.Prepared(lambda e: Staff.select(Staff, Role).join(Role).where(Staff.email == e))
    for number in range(2):
        role = Role.create(name=f"Role {number}", permissions="[]")
        email = f"{number}@example.com"
        Staff.create(name="A", email=email, email_normal=email, password="", role=role)
        assert both.first(email).role.name == f"Role {number}"


def test_lists_of_any_length() -> None:
    query = db.Prepared(
        lambda keys, least: (
            Throttle.select(Throttle.key)
            .where(Throttle.key.in_(keys) & (Throttle.hits >= least))
            .order_by(Throttle.key)
            .tuples()
        )
    )
    assert query(["key 0", "key 2", "other"], 1) == [("key 2",)]
    assert query(["key 2", "key 1"], 0) == [("key 1",), ("key 2",)]
    assert query((), 0) == []
    for length in range(2 * STEP + 2):  # beyond each way of filling up
        assert query(["key 1"] * (length + 1), 0) == [("key 1",)]


def test_a_wrong_number_of_values_is_an_error() -> None:
    query = db.Prepared(lambda key: Throttle.select().where(Throttle.key == key))
    with pytest.raises(TypeError):
        query("key 1", "key 2")
