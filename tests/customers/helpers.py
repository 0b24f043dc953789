"""Customers that staff have written down."""

from typing import Any

from helpdesk import customers, db, organisations
from helpdesk.schema import Customer, Organisation
from tests.cast import Desk


def person(desk: Desk, name: str, email: str = "", **details: str) -> Customer:
    """A customer whom Anna has added."""
    with db.transaction():
        return customers.add(actor=desk.anna.actor(), name=name, email=email, **details)


def company(desk: Desk, name: str, note: str = "") -> Organisation:
    """An organisation that she has added."""
    with db.transaction():
        return organisations.add(name=name, note=note, actor=desk.anna.actor())


def many(count: int) -> None:
    """So many customers, each with an address, quickly."""
    rows = [{"name": f"Person {n:05}", "name_normal": f"person {n:05}"} for n in range(count)]
    with db.transaction():
        for at in range(0, count, 300):
            Customer.insert_many(rows[at : at + 300]).execute()


def explained(query: Any) -> str:
    """How the database would find it, in its own words."""
    sql, values = query.sql()
    way = "EXPLAIN " if db.is_mysql() else "EXPLAIN QUERY PLAN "
    return str(db.database.execute_sql(way + sql, values).fetchall())
