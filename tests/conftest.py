"""A desk on each engine, and the small cast: Anna, Ben, Cleo, Dan."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import db, security, settings
from helpdesk.config import Database
from tests.cast import Desk, empty, installed

pytest_plugins = [
    "tests.servers.fixtures",
    "tests.browser.fixtures",
    "tests.packaging.fixtures",
]
ENGINES = ("sqlite", "mariadb")
LONG = (  # files that take minutes, the longest first
    "browser/test_pictures.py",
    "browser/test_states.py",
    "i18n/test_rtl.py",
    "i18n/test_pseudo.py",
    "browser/test_live.py",
    "packaging/test_pythons.py",
    "browser/test_newcomer.py",
    "install/test_in_browser.py",
    "bench/test_bench.py",
    "hosting/test_walk.py",
    "hosting/test_exposure.py",
    "hosting/test_addresses.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, or at the end one process works while the others have nothing."""
    places = {f"tests/{name}": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """600,000 rounds are for real passwords; a test pins the figure."""
    security.passwords().update(pbkdf2_sha256__default_rounds=1000)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines, for everything that touches data."""
    return str(request.param)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installed SQLite desk, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    installed(folder, Database("sqlite", path=str(folder / "helpdesk.sqlite3")))
    db.database.close()
    return folder


@pytest.fixture(scope="session")
def mariadb_template(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Path, Database]:
    """An installed MariaDB desk, made once and emptied for each test."""
    server = request.getfixturevalue("mariadb")
    folder = tmp_path_factory.mktemp("template-mariadb")
    found = server.address(server.create_database())
    address = Database(
        "mysql",
        host=found.host,
        port=found.port,
        socket=found.socket,
        user=found.user,
        password=found.password,
        name=found.name,
        tls=found.tls,
    )
    installed(folder, address)
    db.database.close()
    return folder, address


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled templates and compressed files, made once: to make them takes longer than most
    tests do."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def desk(
    engine: str, tmp_path: Path, cache: Path, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """A desk with Anna (administrator), Ben (operator, one category), Cleo and Dan (customers)."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "cache").symlink_to(cache)
    if engine == "sqlite":
        address = _copied(request.getfixturevalue("sqlite_template"), folder)
    else:
        template, address = request.getfixturevalue("mariadb_template")
        server = request.getfixturevalue("mariadb")
        if not server.running:
            server.start()
        (folder / "config.json").write_bytes((template / "config.json").read_bytes())
        db.use(address)
        empty(template)
    settings.forget()
    made = Desk(folder, address)
    with db.connection():
        yield made
    made.close()


def _copied(template: Path, folder: Path) -> Database:
    from helpdesk import config

    address = Database("sqlite", path=str(folder / "helpdesk.sqlite3"))
    (folder / "helpdesk.sqlite3").write_bytes((template / "helpdesk.sqlite3").read_bytes())
    original = config.load(template)
    config.create(config.Config(folder, address, original.secret_key))
    return address
