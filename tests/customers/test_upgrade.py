"""Customers of an older desk are put in order when it is brought up to date, also after a kill."""

import importlib
from typing import Any

from playhouse.migrate import SchemaMigrator

from helpdesk.db import database
from helpdesk.schema import Customer, Organisation
from tests.cast import Desk

SCRIPT: Any = importlib.import_module("helpdesk.migrations.0048_names_in_order")


def test_names_are_filled_in_and_what_is_there_is_left_alone(desk: Desk) -> None:
    rows = [{"name": f"Élodie {number}"} for number in range(SCRIPT.AT_ONCE + 20)]
    Customer.insert_many(rows).execute()
    Customer.create(name="")
    Customer.create(name="Dan", name_normal="done before the kill")
    Organisation.create(name="Ærø & Søn")
    migrator = SchemaMigrator.from_database(database.obj)
    for table, columns in ((Organisation, ["name_normal"]), (Customer, ["name_normal", "id"])):
        name = table._meta.table_name
        index = next(i.name for i in database.get_indexes(name) if i.columns == columns)
        migrator.migrate(migrator.drop_index(name, index))
    for _again in range(2):
        SCRIPT.up(migrator, database.obj)
    expected = {row["name"]: row["name"].replace("É", "e") for row in rows}
    found = dict(list(Customer.select(Customer.name, Customer.name_normal).tuples()))
    assert found == {**expected, "": "", "Dan": "done before the kill"}
    assert Organisation.get().name_normal == "ærø & søn"
    there = [tuple(index.columns) for index in database.get_indexes(Customer._meta.table_name)]
    assert ("name_normal", "id") in there
