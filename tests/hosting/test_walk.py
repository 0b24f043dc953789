"""The whole path on every host."""

from pathlib import Path

import pytest

from helpdesk.db.mysql import Address
from tests.hosting.servers import HOSTS
from tests.hosting.walk import walk
from tests.mail.sink import Sink

ON_MARIADB = "fastcgi"  # at small scale; it runs the desk in processes that stay, as most do


@pytest.mark.parametrize("name", HOSTS)
def test_walk(name: str, release_zip: Path, sink: Sink) -> None:
    """On SQLite."""
    _walk(name, release_zip, sink, None)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name == ON_MARIADB else pytest.mark.thorough)
        for name in HOSTS
    ],
)
def test_walk_on_mariadb(
    name: str, release_zip: Path, sink: Sink, mariadb_database: Address
) -> None:
    """On MariaDB."""
    _walk(name, release_zip, sink, mariadb_database)


def _walk(name: str, release_zip: Path, sink: Sink, database: Address | None) -> None:
    kind = HOSTS[name]
    if reason := kind.missing():
        pytest.skip(reason)
    with kind(release_zip).running() as host:
        try:
            walk(host, database, sink)
        except AssertionError as failed:
            raise AssertionError(f"{failed}\n{host.said()}") from failed
