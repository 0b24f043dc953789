"""What every table on MySQL has, also where the host's defaults are others."""

import peewee
import pymysql
import pytest

from helpdesk import db
from helpdesk.clock import now
from helpdesk.config import Database
from helpdesk.db import database
from helpdesk.db.mysql.address import connect_arguments, of
from helpdesk.db.mysql.columns import KnowingColumns, _column
from helpdesk.schema import ALL, Message, Setting, Throttle
from tests.db import schemas
from tests.servers.mariadb import MariaDB


@pytest.fixture
def engine() -> str:
    return "mariadb"


@pytest.fixture
def migrated(empty: Database) -> Database:
    schemas.migrate(empty)
    db.use(empty)
    return empty


def test_innodb_and_utf8mb4_in_a_latin1_database(migrated: Database, server: MariaDB) -> None:
    default = server.run(
        "SELECT default_character_set_name FROM information_schema.schemata"
        f" WHERE schema_name = '{migrated.name}'"
    )
    assert default == [("latin1",)]
    found = server.run(
        "SELECT table_name, engine, table_collation, row_format FROM information_schema.tables"
        f" WHERE table_schema = '{migrated.name}'"
    )
    assert len(found) == len(ALL) + 1
    for row in found:
        assert row[1:] == ("InnoDB", "utf8mb4_bin", "Dynamic"), row
    columns = server.run(
        "SELECT DISTINCT character_set_name FROM information_schema.columns"
        f" WHERE table_schema = '{migrated.name}' AND character_set_name IS NOT NULL"
    )
    assert columns == [("utf8mb4",)]


def test_every_table_has_a_primary_key_and_indexed_strings_are_short(
    migrated: Database, server: MariaDB
) -> None:
    where = f"table_schema = '{migrated.name}'"
    keys = server.run(
        "SELECT COUNT(DISTINCT table_name) FROM information_schema.statistics"
        f" WHERE index_name = 'PRIMARY' AND {where}"
    )
    assert keys == [(len(ALL) + 1,)]
    long = server.run(
        "SELECT s.table_name, s.column_name, c.character_maximum_length"
        " FROM information_schema.statistics s JOIN information_schema.columns c"
        " USING (table_schema, table_name, column_name)"
        f" WHERE c.character_maximum_length > 190 AND s.{where}"
    )
    assert long == []


def test_long_texts_are_mediumtext_and_hold_more_than_a_text(migrated: Database) -> None:
    found = schemas.read(migrated)
    kinds = {kind for table in found.values() for kind, *_ in table.columns.values()}
    assert "MEDIUMTEXT" in kinds and not kinds & {"TEXT", "LONGTEXT", "TINYTEXT"}
    assert found["message"].columns["text"][0] == "MEDIUMTEXT"
    with db.connection():
        long = "🚲" * 100_000  # 400 KB in UTF-8
        Setting.create(key="long", value=long)
        assert Setting.get_by_id("long").value == long


def test_rows_that_match_count_also_when_nothing_changes(migrated: Database) -> None:
    with db.connection():
        Throttle.create(key="k", hits=1, ends=now())
        same = Throttle.update(hits=1).where(Throttle.key == "k")
        assert [same.execute(), same.execute()] == [1, 1]


def test_strict_and_durable(migrated: Database, server: MariaDB) -> None:
    """A value that doesn't fit is an error; the server's own durability is left as it is."""
    with db.connection():
        with pytest.raises(peewee.DataError):
            Setting.create(key="x" * 101, value="")
        mode, flush, doublewrite, commits = database.execute_sql(
            "SELECT @@sql_mode, @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite,"
            " @@autocommit"
        ).fetchone()
        assert "STRICT_TRANS_TABLES" in mode
        assert (flush, doublewrite, commits) == (1, 1, 1)
        level = database.execute_sql("SELECT @@tx_isolation").fetchone()[0]
        assert level == "REPEATABLE-READ"


def test_letters_that_other_collations_confuse(migrated: Database) -> None:
    """Case and accents: as on SQLite. (Trailing blanks differ; what comes in is trimmed.)"""
    with db.connection():
        for key in ("straße", "strasse", "Straße", "stráße"):
            Setting.create(key=key, value="")
        assert Setting.select().where(Setting.key == "straße").count() == 1
        assert Message.select().count() == 0


def test_what_is_known_of_columns_is_that_of_the_answer(migrated: Database) -> None:
    """PyMySQL's own reading of an answer and ours are the same, also the second time."""
    tables = [table._meta.table_name for table in ALL]
    texts = ["SELECT 'ä' AS b, NULL AS c, 1.5 AS d, DATE '2030-01-01' AS e, 0x00ff AS f"]
    texts += [f"SELECT * FROM {name}" for name in tables]
    plain = pymysql.connect(**connect_arguments(of(migrated)))
    with plain.cursor() as theirs, db.connection():
        for text in 2 * texts:
            theirs.execute(text)
            ours = database.execute_sql(text)
            assert isinstance(ours.connection, KnowingColumns)
            assert (ours.description, ours.fetchall()) == (theirs.description, theirs.fetchall())
    plain.close()
    assert _column.cache_info().hits > len(ALL)
