"""A second desk, newly installed, for an export to come into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import attachments, db, security, settings
from helpdesk.config import Database
from helpdesk.installation import seed
from tests.cast import PASSWORD

Fresh = Callable[[str], Path]


@pytest.fixture(scope="session")
def fresh_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a newly installed desk on SQLite, made once and copied."""
    folder = tmp_path_factory.mktemp("fresh")
    path = folder / "helpdesk.sqlite3"
    _install(folder, Database("sqlite", path=str(path)))
    db.database.close()
    return path


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """Installs a desk on an engine and has the models point at it; returns its folder."""

    def install(engine: str) -> Path:
        if db.database.obj is not None and not db.database.is_closed():
            db.database.close()
        folder = tmp_path / f"fresh-{engine}"
        folder.mkdir()
        if engine == "sqlite":
            path = folder / "helpdesk.sqlite3"
            path.write_bytes(request.getfixturevalue("fresh_file").read_bytes())
            db.use(Database("sqlite", path=str(path)))
        else:
            server = request.getfixturevalue("mariadb")
            found = server.address(server.create_database())
            told = {n: getattr(found, n) for n in ("host", "port", "socket", "user", "password")}
            _install(folder, Database("mysql", **told, name=found.name, tls=found.tls))
        attachments.store(folder)
        settings.forget()
        db.database.connect()
        return folder

    yield install
    if db.database.obj is not None and not db.database.is_closed():
        db.database.close()


def _install(folder: Path, address: Database) -> None:
    while not seed.make_tables(address).finished:
        pass
    hashed = security.hash_password(PASSWORD)
    plan = seed.Plan("New", "https://new.example", "en", "UTC", "Anna", "anna@example.com", hashed)
    seed.complete(folder, address, plan)
