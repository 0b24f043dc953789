"""An empty place for a desk, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import db, settings
from helpdesk.db.mysql import Address


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the data folder will be; it isn't there yet."""
    settings.forget()
    yield tmp_path / "data"
    if not db.database.obj or db.database.is_closed():
        return
    db.database.close()


@pytest.fixture
def address(engine: str, request: pytest.FixtureRequest) -> Address | None:
    """None for SQLite, else an empty database on a real server."""
    if engine == "sqlite":
        return None
    found: Address = request.getfixturevalue("mariadb_database")
    return found
