"""An old desk on each engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import settings
from tests.servers.mariadb import MariaDB
from tests.updating import old
from tests.updating.old import Old

MakeOld = Callable[..., Old]


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> MariaDB | None:
    """The MariaDB, or None on SQLite."""
    found: MariaDB | None = request.getfixturevalue("mariadb") if engine == "mariadb" else None
    return found


@pytest.fixture
def make_old(server: MariaDB | None, tmp_path: Path) -> Iterator[MakeOld]:
    """Makes desks of a release, the first one unless it is said."""
    made: list[Old] = []

    def make(release: str = old.RELEASES[0]) -> Old:
        made.append(old.made(release, tmp_path, server))
        return made[-1]

    yield make
    settings.forget()
    for one in made:
        old.removed(one, server)


@pytest.fixture
def older(make_old: MakeOld) -> Old:
    """One of the first release."""
    return make_old()
