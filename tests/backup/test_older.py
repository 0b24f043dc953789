"""Tables of every older release are backed up by the program of today, and come back either way."""

from pathlib import Path

import pytest

from helpdesk import db, migrations
from helpdesk.backup import switching, tables
from helpdesk.updating import release as noted
from helpdesk.version import __version__
from tests.backup.helpers import backup, restored, rows
from tests.servers.mariadb import MariaDB
from tests.updating import old


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> MariaDB | None:
    """Where an older desk's tables may be; None for SQLite."""
    return request.getfixturevalue("mariadb") if engine == "mariadb" else None


@pytest.mark.parametrize("release", old.RELEASES)
def test_as_they_were_and_brought_up_to_date(
    release: str, server: MariaDB | None, tmp_path: Path
) -> None:
    """Columns and tables that today's models have aren't asked for; scripts run afterwards."""
    (tmp_path / "older").mkdir()
    desk = old.made(release, tmp_path / "older", server)
    db.use(desk.address)
    with db.connection():
        before, ran = rows(), tables.migrations()
        archive = backup(desk.folder, tmp_path / "a.tar")
    for as_it_was in (True, False):
        into = switching.place(desk.folder, desk.address)
        restored(desk.folder, archive, into, as_it_was=as_it_was)
        with db.elsewhere(into):
            assert tables.migrations() == (ran if as_it_was else migrations.known())
            assert migrations.progress().finished is not as_it_was
            assert noted.noted() == (release if as_it_was else __version__)
            after = rows()
        for name in before.keys() - (old.CHANGING | {"outbox"}):
            if as_it_was:
                assert after[name] == before[name], name
            assert len(after[name]) == len(before[name]), name
    db.database.close()
