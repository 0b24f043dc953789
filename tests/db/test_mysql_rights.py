"""What a user may do in the database, and where its tables find room."""

import dataclasses
from collections.abc import Callable, Iterator

import pymysql
import pytest

from helpdesk.db import mysql
from helpdesk.db.mysql import Address, Refused
from tests.servers.mariadb import MariaDB

Limited = Callable[[str], Address]


@pytest.fixture
def limited(mariadb: MariaDB, mariadb_database: Address) -> Iterator[Limited]:
    """A user who has these rights only."""
    mariadb.run("CREATE OR REPLACE USER limited IDENTIFIED BY 'x'")

    def with_rights(rights: str) -> Address:
        mariadb.run(f"GRANT {rights} ON `{mariadb_database.name}`.* TO limited")
        return dataclasses.replace(mariadb_database, user="limited", password="x")

    yield with_rights
    mariadb.run("DROP USER limited")


def tables(mariadb: MariaDB, address: Address) -> list[str]:
    return [name for (name,) in mariadb.run(f"SHOW TABLES FROM `{address.name}`")]


def test_all_rights_and_nothing_left_behind(mariadb: MariaDB, mariadb_database: Address) -> None:
    mysql.check_rights(mysql.connect_arguments(mariadb_database), "hd_")
    assert tables(mariadb, mariadb_database) == []


def test_with_an_open_connection(mariadb_database: Address) -> None:
    connection = pymysql.connect(**mysql.connect_arguments(mariadb_database))
    try:
        mysql.check_rights(connection, "hd_")
        assert connection.open
    finally:
        connection.close()


def test_the_rights_that_the_message_asks_for_are_enough(limited: Limited) -> None:
    address = limited("SELECT")
    with pytest.raises(Refused) as caught:
        mysql.check_rights(mysql.connect_arguments(address), "hd_")
    statement = caught.value.message.partition("run: ")[2]
    assert statement.endswith(f"ON `{address.name}`.* TO 'limited'@'%';")
    limited(statement.removeprefix("GRANT ").partition(" ON ")[0])
    mysql.check_rights(mysql.connect_arguments(address), "hd_")


@pytest.mark.parametrize(
    ("granted", "missing"),
    [
        ("SELECT, INSERT, UPDATE, DELETE", "CREATE"),
        ("CREATE, DROP, SELECT, INSERT, UPDATE, DELETE, INDEX", "ALTER, REFERENCES"),
        ("CREATE, DROP, ALTER, INDEX, REFERENCES, SELECT, INSERT", "UPDATE, DELETE"),
        ("CREATE, DROP", "ALTER, INDEX, REFERENCES, INSERT, SELECT, UPDATE, DELETE"),
    ],
)
def test_missing_rights_are_all_named(
    mariadb: MariaDB, limited: Limited, granted: str, missing: str
) -> None:
    address = limited(granted)
    with pytest.raises(Refused) as caught:
        mysql.check_rights(mysql.connect_arguments(address), "hd_")
    assert (caught.value.reason, caught.value.detail) == ("rights", missing)
    assert missing in caught.value.message
    assert tables(mariadb, address) == []


def test_a_table_that_cannot_be_removed_is_named(mariadb: MariaDB, limited: Limited) -> None:
    address = limited("CREATE, ALTER, INDEX, REFERENCES, SELECT, INSERT, UPDATE, DELETE")
    with pytest.raises(Refused) as caught:
        mysql.check_rights(mysql.connect_arguments(address), "hd_")
    (left,) = tables(mariadb, address)
    assert caught.value.detail == "DROP"
    assert left.startswith("hd_rights_probe_")
    assert f"`{left}`" in caught.value.message


def test_database_that_cannot_be_written(mariadb: MariaDB, mariadb_database: Address) -> None:
    mariadb.run("SET GLOBAL read_only = ON")
    try:
        with pytest.raises(Refused) as caught:
            mysql.check_rights(mysql.connect_arguments(mariadb_database), "hd_")
    finally:
        mariadb.run("SET GLOBAL read_only = OFF")
    assert caught.value.reason == "read_only"


def test_taken_tables(mariadb: MariaDB, mariadb_database: Address) -> None:
    name = mariadb_database.name
    for table in ("hd_tickets", "HD_Old", "hdx", "h_d", "wp_posts"):
        mariadb.run(f"CREATE TABLE `{name}`.`{table}` (id INT PRIMARY KEY)")
    mariadb.run(f"CREATE VIEW `{name}`.hd_view AS SELECT 1")
    arguments = mysql.connect_arguments(mariadb_database)
    assert mysql.taken_tables(arguments, "hd_") == ["HD_Old", "hd_tickets", "hd_view"]
    assert len(mysql.taken_tables(arguments, "")) == 6
    assert mysql.taken_tables(arguments, "%") == []


@pytest.mark.parametrize(
    ("tables", "wanted", "expected"),
    [
        ([], "hd_", "hd_"),
        (["wp_posts"], "hd_", "hd_"),
        (["hd_tickets"], "hd_", "hd2_"),
        (["HD_tickets", "hd2_tickets"], "hd_", "hd3_"),
        ([], "", ""),
        (["wp_posts"], "", "hd_"),
        (["desk_x"], "desk", "desk2_"),
        ([], "Weird prefix'`_", "weirdprefix_"),
        ([], "x" * 60, "x" * 16),
        ([f"hd{n}_t" for n in ["", *range(2, 40)]], "hd_", "hd40_"),
    ],
)
def test_free_prefix(tables: list[str], wanted: str, expected: str) -> None:
    assert mysql.free_prefix(tables, wanted) == expected
