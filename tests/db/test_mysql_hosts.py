"""Several servers with the same data: the next one where one doesn't answer."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from helpdesk import db
from helpdesk.config import Database
from helpdesk.db.mysql import hosts
from helpdesk.errors import Unavailable
from helpdesk.installation import database, state
from tests.db import schemas


@pytest.fixture
def engine() -> str:
    return "mariadb"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port at which nothing listens."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def several(empty: Database, *ports: int) -> Database:
    return replace(empty, host=",".join(f"127.0.0.1:{port}" for port in ports))


def test_the_next_one_answers_and_is_asked_first_from_then_on(empty: Database, silent: int) -> None:
    address = several(empty, silent, empty.port)
    db.use(address)
    for _time in range(2):
        with db.connection():
            assert db.database.execute_sql("SELECT 1").fetchone() == (1,)
    assert hosts._last[address.places] == 1


def test_when_none_answers(empty: Database, silent: int) -> None:
    db.use(several(empty, silent, silent))
    with pytest.raises(Unavailable), db.connection():
        pass


def test_the_wizard_takes_them_and_says_who_is_silent(empty: Database, silent: int) -> None:
    address = several(empty, silent, empty.port)
    settled = database.settle_address(state.State(), address)
    assert (settled.database.host, settled.database.tls) == (address.host, "off")
    assert [f"127.0.0.1:{silent}" in warning for warning in settled.warnings] == [True]
    schemas.migrate(settled.database)


def test_one_that_is_no_node_is_not_asked_to_wait(empty: Database) -> None:
    db.use(empty)
    with db.connection():
        assert db.database.connection().sync == ""
