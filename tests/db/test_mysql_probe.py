"""The ways to a real MariaDB, and what people are told when none leads there."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest

from helpdesk import config
from helpdesk.db import mysql
from helpdesk.db.mysql import Address, Refused, probing
from helpdesk.db.mysql.opening import opened, rows
from helpdesk.i18n import speaking
from tests.servers.mariadb import MariaDB

Change = Callable[..., Address]


@pytest.fixture
def changed(mariadb_database: Address) -> Change:
    return lambda **changes: dataclasses.replace(mariadb_database, **changes)


def refused(address: Address) -> Refused:
    with pytest.raises(Refused) as caught:
        mysql.probe(address)
    return caught.value


def cipher(found: mysql.Found) -> str:
    with opened(found.arguments) as connection:
        return str(rows(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'")[0][1])


def test_socket(changed: Change, mariadb: MariaDB) -> None:
    found = mysql.probe(changed(host="", socket=str(mariadb.socket), tls="auto"))
    assert (found.way, found.encrypted, found.warnings) == ("socket", False, ())
    assert found.is_mariadb and found.server_version >= (10, 3)
    assert found.version_text.startswith("MariaDB 1")
    assert found.max_allowed_packet == 16 * 1024 * 1024


def test_known_sockets_come_first_on_localhost(
    changed: Change, mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("/nowhere.sock", str(mariadb.folder / "server.log"), str(mariadb.socket))
    monkeypatch.setattr(probing, "KNOWN_SOCKETS", places)
    assert mysql.probe(changed(host="localhost", port=3306, tls="auto")).way == "socket"
    # Another port, another server: the usual socket isn't its.
    assert mysql.probe(changed(host="localhost", tls="auto")).way == "tls"


def test_tls_is_preferred_and_really_encrypts(changed: Change) -> None:
    found = mysql.probe(changed(tls="auto"))
    assert (found.way, found.encrypted, found.address.tls) == ("tls", True, "on")
    assert cipher(found)


def test_plain_when_asked_for(changed: Change) -> None:
    found = mysql.probe(changed(tls="off"))
    assert (found.way, found.encrypted, found.address.tls) == ("plain", False, "off")
    assert cipher(found) == ""


def test_settled_address_leads_there_again(changed: Change, mariadb: MariaDB) -> None:
    for asked in (changed(tls="auto"), changed(tls="off"), changed(socket=str(mariadb.socket))):
        found = mysql.probe(asked)
        assert mysql.connect_arguments(found.address) == found.arguments
        assert mysql.probe(found.address).way == found.way


def test_wrong_socket_path_is_told_and_host_used(changed: Change, tmp_path: Path) -> None:
    found = mysql.probe(changed(socket=str(tmp_path / "s"), tls="auto"))
    assert found.way == "tls"
    assert str(tmp_path / "s") in found.warnings[0]
    assert refused(changed(socket=str(tmp_path / "s"), port=1)).reason == "no_socket"


def test_socket_login_denied_but_tcp_works(
    changed: Change, mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "KNOWN_SOCKETS", (str(mariadb.socket),))
    mariadb.run("CREATE USER 'helpdesk'@'localhost' IDENTIFIED BY 'another'")
    try:
        address = changed(host="localhost", port=3306)
        # Nothing listens on the port, so that the socket's answer tells most.
        assert refused(address).reason == "access_denied"
        found = mysql.probe(changed(socket=str(mariadb.socket), tls="auto"))
        assert found.way == "tls"
    finally:
        mariadb.run("DROP USER 'helpdesk'@'localhost'")


def test_wrong_password_is_tried_once(changed: Change, mariadb: MariaDB) -> None:
    def failures() -> int:
        status = mariadb.run("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")
        return int(status[0][1])

    before = failures()
    error = refused(changed(password="wrong", tls="auto"))
    assert error.reason == "access_denied"
    assert "account_helpdesk" in error.message and "“helpdesk”" in error.message
    assert failures() - before == 1


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"user": "nobody"}, "access_denied", "“nobody”"),
        ({"name": "nowhere"}, "database_denied", "“nowhere”"),
        ({"port": 1}, "nothing_listens", "127.0.0.1:1"),
        ({"host": "database.invalid"}, "name_unknown", "“database.invalid”"),
        ({"host": "a" * 70 + ".invalid"}, "name_unknown", "aaa"),
        ({"host": "", "socket": "/nowhere.sock"}, "no_socket", "“/nowhere.sock”"),
    ],
)
def test_refusals(changed: Change, changes: dict[str, Any], reason: str, words: str) -> None:
    error = refused(changed(**changes))
    assert error.reason == reason
    assert words in error.message
    assert "{" not in error.message


def test_unknown_database_for_a_user_with_all_rights(changed: Change, mariadb: MariaDB) -> None:
    mariadb.run("CREATE USER boss IDENTIFIED BY 'x'")
    mariadb.run("GRANT ALL ON *.* TO boss")
    try:
        error = refused(changed(user="boss", password="x", name="nowhere"))
    finally:
        mariadb.run("DROP USER boss")
    assert error.reason == "unknown_database"


def test_user_who_must_use_tls(changed: Change, mariadb: MariaDB) -> None:
    mariadb.run("CREATE USER careful IDENTIFIED BY 'x' REQUIRE SSL")
    mariadb.run(f"GRANT ALL ON `{changed().name}`.* TO careful")
    try:
        assert mysql.probe(changed(user="careful", password="x", tls="auto")).way == "tls"
        assert refused(changed(user="careful", password="x", tls="off")).reason == "tls_required"
        assert refused(changed(user="careful", password="y", tls="off")).reason == "access_denied"
    finally:
        mariadb.run("DROP USER careful")


def test_locked_user(changed: Change, mariadb: MariaDB) -> None:
    mariadb.run("CREATE USER locked IDENTIFIED BY 'x' ACCOUNT LOCK")
    try:
        assert refused(changed(user="locked", password="x")).reason == "account_locked"
    finally:
        mariadb.run("DROP USER locked")


def test_small_packets_are_a_warning(changed: Change, mariadb: MariaDB) -> None:
    mariadb.run("SET GLOBAL max_allowed_packet = 1048576")
    try:
        found = mysql.probe(changed())
    finally:
        mariadb.run("SET GLOBAL max_allowed_packet = 16777216")
    assert found.max_allowed_packet == 1048576
    assert "1.0 MB" in found.warnings[0]


def test_server_that_went_away_and_came_back(changed: Change, mariadb: MariaDB) -> None:
    address = changed()
    mariadb.kill()
    try:
        assert refused(address).reason == "nothing_listens"
    finally:
        mariadb.start()
    assert mysql.probe(address).way == "plain"


def test_session_is_the_same_whatever_the_host_has_set(changed: Change, mariadb: MariaDB) -> None:
    mariadb.run("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
    mariadb.run("SET GLOBAL time_zone = '-07:00'")
    try:
        with opened(mysql.probe(changed()).arguments) as connection:
            mode, zone, collation, engine, wait = rows(
                connection,
                "SELECT @@sql_mode, @@time_zone, @@collation_connection,"
                " @@default_storage_engine, @@innodb_lock_wait_timeout",
            )[0]
    finally:
        mariadb.run("SET GLOBAL sql_mode = DEFAULT")
        mariadb.run("SET GLOBAL time_zone = DEFAULT")
    assert "STRICT_ALL_TABLES" in mode and "ANSI_QUOTES" not in mode
    assert "NO_BACKSLASH_ESCAPES" not in mode
    assert (zone, collation, engine, wait) == ("+00:00", "utf8mb4_unicode_ci", "InnoDB", 10)


def test_peewee_takes_the_same_arguments(changed: Change) -> None:
    database: Any = peewee.MySQLDatabase(**mysql.probe(changed()).arguments)
    with database.connection_context():
        database.execute_sql("CREATE TABLE t (id INT PRIMARY KEY, word VARCHAR(9))")
        database.execute_sql("INSERT INTO t VALUES (1, 'same')")
        # FOUND_ROWS: a row that matches counts, also when it was like that already.
        assert database.execute_sql("UPDATE t SET word = 'same'").rowcount == 1
        with pytest.raises(peewee.DataError):
            database.execute_sql("UPDATE t SET word = 'much too long'")


def test_make_reads_the_configuration(changed: Change) -> None:
    address = changed()
    values = dataclasses.asdict(address)
    database: Any = mysql.make(config.Database("mysql", **values))
    with database.connection_context():
        assert database.execute_sql("SELECT DATABASE()").fetchone() == (address.name,)


def test_password_is_never_shown(changed: Change) -> None:
    address = changed()
    shown = repr(address) + repr(mysql.probe(address))
    assert address.password not in shown
    assert repr(address.password.encode()) not in shown


def test_messages_are_translated(changed: Change) -> None:
    with speaking("xx"):
        assert refused(changed(port=1)).message.startswith("⟦")


def test_missing_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pymysql", None)
    address = Address(user="u", password="p", name="n")
    assert refused(address).reason == "driver_missing"
