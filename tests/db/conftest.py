"""Empty databases, on both engines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import db
from helpdesk.config import Database
from tests.db import schemas
from tests.servers.mariadb import MariaDB

MakeEmpty = Callable[..., Database]


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> MariaDB | None:
    """The MariaDB, or None on SQLite."""
    found: MariaDB | None = request.getfixturevalue("mariadb") if engine == "mariadb" else None
    return found


@pytest.fixture
def make_empty(engine: str, server: MariaDB | None, tmp_path: Path) -> Iterator[MakeEmpty]:
    """Makes databases without a table, `make_empty(prefix)`; the server's are latin1, as hosts'."""
    made: list[Database] = []

    def make(prefix: str = "hd_") -> Database:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(schemas.address(engine, folder, server, prefix))
        return made[-1]

    yield make
    if not db.database.is_closed():
        db.database.close()
    for address in made:
        if server is not None:
            server.drop_database(address.name)


@pytest.fixture
def empty(make_empty: MakeEmpty) -> Database:
    """One such database."""
    return make_empty()
