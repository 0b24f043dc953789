"""Servers as hosts have them: latin1, small packets, modes of old, read-only. A desk works on them,
or is told why not."""

from collections.abc import Iterator

import pytest

from helpdesk import db, migrations
from helpdesk.config import Database
from helpdesk.db import database
from helpdesk.db.mysql import Refused
from helpdesk.exporting import nouns
from helpdesk.importing.checking import Checker
from helpdesk.importing.report import Report
from helpdesk.importing.rows import Writer
from helpdesk.installation import database as step
from helpdesk.installation.state import State
from helpdesk.schema import Category
from tests.servers import mariadb

pytestmark = pytest.mark.skipif(bool(mariadb.missing()), reason=mariadb.missing())
ODD = (
    "--max-allowed-packet=1M",
    "--character-set-server=latin1",
    "--collation-server=latin1_swedish_ci",
    "--default-storage-engine=MyISAM",
    "--innodb-default-row-format=compact",
    "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,ONLY_FULL_GROUP_BY,PIPES_AS_CONCAT,NO_ZERO_DATE",
    "--transaction-isolation=READ-COMMITTED",
    "--default-time-zone=+05:30",
    "--lower-case-table-names=1",
)
FACE = "\U0001f600 é \\ \" ' || 中"


@pytest.fixture(scope="module")
def odd() -> Iterator[mariadb.MariaDB]:
    """A server with everything set to what one wouldn't choose."""
    server = mariadb.MariaDB(*ODD)
    server.start()
    yield server
    server.remove()


def _database(server: mariadb.MariaDB) -> Database:
    found = server.address(server.create_database())
    told = {name: getattr(found, name) for name in ("host", "port", "user", "password")}
    return Database("mysql", **told, name=found.name, tls="off")


def test_a_desk_on_an_odd_server(odd: mariadb.MariaDB) -> None:
    """The database step takes it with a warning; all tables and texts are as everywhere else."""
    settled = step.settle_address(State("x"), _database(odd))
    assert "1.0 MB" in settled.warnings[0] and "max_allowed_packet = 16M" in settled.warnings[0]
    db.use(settled.database)
    with db.connection():
        while not migrations.run_slice(60).finished:
            pass
        made = database.execute_sql(
            "SELECT table_name, engine, table_collation, row_format "
            "FROM information_schema.tables WHERE table_schema = DATABASE()"
        ).fetchall()
        assert len(made) > 40
        assert {row[1:] for row in made} == {("InnoDB", "utf8mb4_bin", "Dynamic")}
        with db.transaction():
            Category.create(name=FACE)
        assert Category.get(Category.name == FACE).name == FACE
        _too_long()
        _too_long_to_import()


def _too_long() -> None:
    """What doesn't fit into a packet isn't stored, and the person reads why."""
    with pytest.raises(Exception) as caught, db.transaction():
        Category.create(name="é" * 600_000)
    assert db.is_unavailable(caught.value)
    assert "longer than the database server takes" in db.explain(caught.value)


def _too_long_to_import() -> None:
    """It is told with its line, and the others are looked at."""
    report = Report({})
    writer = Writer(nouns.ANNOUNCEMENTS, report)
    for number, text in enumerate(("short", "é" * 600_000, "short"), 1):
        line = {"id": number, "title": "T", "text": text}
        writer.add(Checker().row(nouns.ANNOUNCEMENTS, number, line))
    writer.flush()
    (problem,) = report.problems
    assert problem.startswith("announcements.jsonl, line 2: ") and "max_allowed_packet" in problem


@pytest.mark.parametrize(
    ("setting", "value", "back", "reason"),
    [
        ("max_allowed_packet", 524_288, 1_048_576, "packet_small"),
        ("read_only", 1, 0, "read_only"),
    ],
)
def test_refused(odd: mariadb.MariaDB, setting: str, value: int, back: int, reason: str) -> None:
    """With what to ask the provider for."""
    address = _database(odd)
    odd.run(f"SET GLOBAL {setting} = {value}")
    try:
        with pytest.raises(Refused) as caught:
            step.settle_address(State("x"), address)
    finally:
        odd.run(f"SET GLOBAL {setting} = {back}")
    assert caught.value.reason == reason
    assert "Ask the provider" in caught.value.message
