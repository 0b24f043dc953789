"""MySQL 8's log-in and odd servers, played by a script: MySQL itself isn't in Debian."""

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk.db import mysql
from helpdesk.db.mysql import Address, Refused, opening, probing
from tests.servers import certificate
from tests.servers.mysql8 import NATIVE, Script, playing

Certificate = tuple[Path, Path]
NO_TLS = ("tls_failed", "dropped")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    made = certificate.make(tmp_path_factory.mktemp("tls"))
    if made is None:
        pytest.skip("openssl isn't there: apt-get install openssl")
    return made


@pytest.fixture
def without_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the release is: `cryptography` is compiled and not in it."""
    monkeypatch.setattr("pymysql._auth._have_cryptography", False)


def refused(script: Script, change: Callable[[Address], Address] = lambda a: a) -> Refused:
    with playing(script) as address, pytest.raises(Refused) as caught:
        mysql.probe(change(address))
    return caught.value


@pytest.mark.usefixtures("without_cryptography")
def test_full_login_over_tls(tls: Certificate) -> None:
    script = Script(tls=tls)
    with playing(script) as address:
        found = mysql.probe(address)
    assert (found.way, found.encrypted, found.is_mariadb) == ("tls", True, False)
    assert (found.server_version, found.version_text) == ((8, 0, 36), "MySQL 8.0.36")
    assert script.log[:2] == ["login tls", "full log-in"]


@pytest.mark.usefixtures("without_cryptography")
def test_without_tls_it_says_what_to_do() -> None:
    error = refused(Script())
    assert error.reason == "login_method"
    assert "path of its socket" in error.message and "switch TLS on" in error.message
    line = "ALTER USER 'helpdesk'@'localhost' IDENTIFIED WITH mysql_native_password BY"
    assert line in error.message


@pytest.mark.usefixtures("without_cryptography")
def test_remembered_login_over_an_open_line_is_luck() -> None:
    script = Script(remembered=True)
    assert refused(script).reason == "login_method"
    assert "short log-in" in script.log


@pytest.mark.usefixtures("without_cryptography")
def test_remembered_login_over_tls_is_fine(tls: Certificate) -> None:
    with playing(Script(tls=tls, remembered=True)) as address:
        assert mysql.probe(address).way == "tls"


def test_with_cryptography_an_open_line_works() -> None:
    pytest.importorskip("cryptography", reason="cryptography isn't installed: pip install it")
    script = Script()
    with playing(script) as address:
        assert mysql.probe(address).way == "plain"
    assert "full log-in" in script.log


@pytest.mark.usefixtures("without_cryptography")
@pytest.mark.parametrize("default", [NATIVE, "caching_sha2_password"])
def test_user_with_the_old_login(default: str) -> None:
    with playing(Script(plugin=NATIVE, default_plugin=default)) as address:
        found = mysql.probe(address)
    assert (found.way, found.encrypted) == ("plain", False)


@pytest.mark.parametrize("plugin", [NATIVE, "caching_sha2_password"])
def test_wrong_password_over_tls_is_the_end(tls: Certificate, plugin: str) -> None:
    script = Script(tls=tls, plugin=plugin)
    wrong = refused(script, lambda address: dataclasses.replace(address, password="wrong"))
    assert wrong.reason == "access_denied"
    assert script.log.count("login tls") == 1
    assert "login plain" not in script.log


def test_unknown_database() -> None:
    script = Script(plugin=NATIVE)
    error = refused(script, lambda address: dataclasses.replace(address, name="other"))
    assert error.reason == "unknown_database"
    assert "“other”" in error.message


def test_broken_tls_falls_back_only_when_automatic(tls: Certificate) -> None:
    script = Script(tls=tls, tls_broken=True, plugin=NATIVE)
    with playing(script) as address:
        assert mysql.probe(address).way == "plain"
    script.log.clear()
    required = refused(script, lambda address: dataclasses.replace(address, tls="on"))
    assert required.reason in NO_TLS
    assert script.log == []


def test_required_tls_never_goes_plain() -> None:
    script = Script(plugin=NATIVE)
    error = refused(script, lambda address: dataclasses.replace(address, tls="on"))
    assert error.reason == "no_tls"
    assert script.log == []


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (Script(version="5.6.51", plugin=NATIVE, default_plugin=NATIVE), "MySQL 5.6.51"),
        (Script(version="5.7.7-rc", plugin=NATIVE), "MySQL 5.7.7-rc"),
        (Script(version="10.2.44-MariaDB", comment="x", plugin=NATIVE), "10.2.44-MariaDB"),
        (Script(version="5.5.5-10.1.48-MariaDB-0+deb9u2", plugin=NATIVE), "10.1.48"),
        (Script(version="5.5.68", comment="MariaDB Server", plugin=NATIVE), "MariaDB 5.5.68"),
    ],
)
def test_too_old(script: Script, words: str) -> None:
    error = refused(script)
    assert error.reason == "too_old"
    assert words in error.message
    assert not any(line.startswith("SET SESSION") for line in script.log)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("5.7.8", (5, 7, 8)), ("8.4.3", (8, 4, 3)), ("5.5.5-10.3.39-MariaDB", (10, 3, 39))],
)
def test_new_enough(version: str, expected: tuple[int, ...]) -> None:
    with playing(Script(version=version, plugin=NATIVE)) as address:
        assert mysql.probe(address).server_version == expected


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ((1040, "Too many connections"), "busy"),
        ((1044, "Access denied for user to database"), "database_denied"),
        ((1130, "Host '192.0.2.1' is not allowed to connect"), "host_not_allowed"),
        ((1129, "Host '192.0.2.1' is blocked"), "host_blocked"),
        ((1203, "max_user_connections"), "busy"),
        ((1862, "Your password has expired"), "password_expired"),
        ((3118, "Account is locked"), "account_locked"),
        ((1105, "Something unheard of"), "server"),
    ],
)
def test_errors_at_login(error: tuple[int, str], reason: str) -> None:
    found = refused(Script(error=error))
    assert found.reason == reason
    assert "{" not in found.message
    assert found.detail == error[1]


def test_full_server_and_foreign_server_and_one_that_hangs_up() -> None:
    assert refused(Script(greeting="too_many")).reason == "busy"
    assert refused(Script(greeting="foreign")).reason == "not_mysql"
    assert refused(Script(greeting="drop")).reason == "dropped"


def test_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "ANSWER_SECONDS", 0.3)
    before = threading.active_count()
    assert refused(Script(greeting="hang")).reason == "timeout"
    assert threading.active_count() <= before + 1


def test_no_innodb_and_unknown_login() -> None:
    assert refused(Script(plugin=NATIVE, innodb="NO")).reason == "no_innodb"
    unknown = refused(Script(plugin="authentication_ldap_sasl"))
    assert unknown.reason == "login_plugin"
    assert "authentication_ldap_sasl" in unknown.message


def test_a_fault_of_ours_is_not_blamed_on_the_server() -> None:
    with (
        playing(Script(plugin=NATIVE)) as address,
        pytest.raises(ZeroDivisionError),
        opening.opened(mysql.connect_arguments(address)),
    ):
        raise ZeroDivisionError


def test_tls_that_is_needed_but_not_there() -> None:
    script = Script(error=(3159, "Connections using insecure transport are prohibited"))
    assert refused(script).reason == "no_tls"
    off = refused(script, lambda address: dataclasses.replace(address, tls="off"))
    assert off.reason == "tls_required"


def test_tls_that_is_needed_but_broken(tls: Certificate) -> None:
    error = (3159, "Connections using insecure transport are prohibited")
    assert refused(Script(tls=tls, tls_broken=True, error=error)).reason in NO_TLS
