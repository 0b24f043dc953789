"""A second desk, newly installed, for an export to come into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import attachments, db, security, settings
from helpdesk.config import Database
from helpdesk.installation import seed
from tests.cast import PASSWORD

Fresh = Callable[[str], Path]


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """Installs a desk on an engine and has the models point at it; returns its folder."""

    def install(engine: str, email: str = "anna@example.com") -> Path:
        if db.database.obj is not None and not db.database.is_closed():
            db.database.close()
        folder = tmp_path / f"fresh-{engine}"
        folder.mkdir()
        address = Database("sqlite", path=str(folder / "helpdesk.sqlite3"))
        if engine != "sqlite":
            server = request.getfixturevalue("mariadb")
            found = server.address(server.create_database())
            told = {n: getattr(found, n) for n in ("host", "port", "socket", "user", "password")}
            address = Database("mysql", **told, name=found.name, tls=found.tls)
        while not seed.make_tables(address).finished:
            pass
        hashed = security.hash_password(PASSWORD)
        plan = seed.Plan("New", "https://new.example", "en", "UTC", "Anna", email, hashed)
        seed.complete(folder, address, plan)
        attachments.store(folder)
        settings.forget()
        db.database.connect()
        return folder

    yield install
    if db.database.obj is not None and not db.database.is_closed():
        db.database.close()
