"""Restoring makes tables in a database that other tests use too: they go behind each test."""

from collections.abc import Iterator

import pytest

from helpdesk import db
from tests.cast import Desk


@pytest.fixture
def alone(desk: Desk) -> Iterator[Desk]:
    """A desk whose neighbours in its database are removed at the end."""
    yield desk
    if desk.address.engine == "sqlite":
        return
    with db.elsewhere(desk.address) as database:
        database.execute_sql("SET foreign_key_checks = 0")
        for name in database.get_tables():
            if not name.startswith(desk.address.prefix):
                database.execute_sql(f"DROP TABLE `{name}`")
