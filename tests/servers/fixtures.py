"""Fixtures for the servers; tests/conftest.py names this module in `pytest_plugins`."""

from collections.abc import Iterator

import pytest

from helpdesk.db.mysql import Address
from tests.servers import mariadb as server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[server.MariaDB]:
    """One MariaDB for all tests of this process (with xdist: of this worker)."""
    if reason := server.missing():
        pytest.skip(reason)
    running = server.MariaDB()
    try:
        running.start()
        yield running
    finally:
        running.remove()


@pytest.fixture
def mariadb_database(mariadb: server.MariaDB) -> Iterator[Address]:
    """The address of an empty database of this test's own; it runs again after `kill()`."""
    if not mariadb.running:
        mariadb.start()
    name = mariadb.create_database()
    yield mariadb.address(name)
    mariadb.drop_database(name)
