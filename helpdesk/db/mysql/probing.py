"""Finds a way to the server, by socket, TLS, then plain, and looks at what answers there."""

import importlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from helpdesk.db.mysql.address import Address, connect_arguments
from helpdesk.db.mysql.opening import Arguments, opened, rows
from helpdesk.db.mysql.reasons import most_telling, refusal
from helpdesk.db.refused import Refused
from helpdesk.i18n import _

Way = Literal["socket", "tls", "plain"]

KNOWN_SOCKETS = (
    "/run/mysqld/mysqld.sock",  # Debian, Ubuntu, Alpine, NixOS
    "/var/run/mysqld/mysqld.sock",
    "/var/lib/mysql/mysql.sock",  # Red Hat and what comes from it, cPanel
    "/run/mysql/mysql.sock",  # SUSE
    "/var/run/mysql/mysql.sock",
    "/tmp/mysql.sock",  # MySQL's own default, FreeBSD, Homebrew
    "/var/mysql/mysql.sock",
    "/run/mysqld/mysqld10.sock",  # Synology
    "/opt/lampp/var/mysql/mysql.sock",
    "/Applications/MAMP/tmp/mysql/mysql.sock",
)
LEAST_MARIADB = (10, 3)
LEAST_MYSQL = (5, 7, 8)
LEAST_PACKET = 1024 * 1024  # bytes: what files and most messages need
GOOD_PACKET = 16 * 1024 * 1024  # MariaDB's default; the longest message with its HTML fits
ANSWER_SECONDS = 8  # hosts end a page after 30 seconds, and two ways may have to be waited for
_DEFAULT_PORT = 3306
# After these failures of TLS it is worth trying without; after all others it would fail alike.
_PLAIN_AFTER = {"no_tls", "tls_failed", "dropped"}


@dataclass(frozen=True)
class Found:
    """What answers, and the way to it. `address` is settled: it leads straight there again."""

    way: Way
    address: Address
    arguments: dict[str, Any] = field(repr=False)
    server_version: tuple[int, ...]
    is_mariadb: bool
    version_text: str
    max_allowed_packet: int
    encrypted: bool
    warnings: tuple[str, ...] = ()


def probe(address: Address) -> Found:
    """Try the ways to a database until one works; raises the most telling Refused."""
    refusals: list[Refused] = []
    for way, settled in _ways(address):
        if _pointless(way, address, refusals):
            break
        try:
            return _with_socket_warning(_look(way, settled), address)
        except Refused as refused:
            if refused.reason == "driver_missing":
                raise
            if way == "plain" and address.tls == "auto":
                if refused.reason == "tls_required":
                    break  # so the failure of TLS is what matters
                refusals.pop()  # it doesn't matter any more
            refusals.append(refused)
    if address.tls == "off" and refusals[-1].reason == "access_denied" and _wants_tls(address):
        raise refusal("tls_required", connect_arguments(address))
    raise most_telling(refusals)


def _ways(address: Address) -> Iterator[tuple[Way, Address]]:
    for path in _sockets(address):
        yield "socket", replace(address, socket=path)
    if address.socket and not address.host:
        return
    tcp = replace(address, host=address.host or "localhost", socket="")
    if address.tls != "off":
        yield "tls", replace(tcp, tls="on")
    if address.tls != "on":
        yield "plain", replace(tcp, tls="off")


def _sockets(address: Address) -> list[str]:
    if address.socket:
        return [address.socket]
    # Another port means another server than the one behind the usual socket.
    local = address.host in ("", "localhost") and address.port == _DEFAULT_PORT
    if not local or address.tls == "on":
        return []
    return list(dict.fromkeys(os.path.realpath(p) for p in KNOWN_SOCKETS if _is_socket(p)))


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(Path(path).stat().st_mode)
    except OSError:
        return False


def _pointless(way: Way, address: Address, refusals: list[Refused]) -> bool:
    after_tls = way == "plain" and address.tls == "auto"
    return after_tls and refusals[-1].reason not in _PLAIN_AFTER


def _wants_tls(address: Address) -> bool:
    # A server or a user for which TLS is required answers as if the password were wrong.
    if not address.host:
        return False
    try:
        return bool(_look("tls", replace(address, socket="", tls="on")))
    except Refused:
        return False


def _look(way: Way, address: Address) -> Found:
    arguments = connect_arguments(address)
    # The session's settings come after the look at the version: old servers don't know them all.
    first = {**arguments, "read_timeout": ANSWER_SECONDS, "init_command": None}
    with opened(first) as connection:
        text, comment, packet = rows(
            connection, "SELECT VERSION(), @@version_comment, @@max_allowed_packet"
        )[0]
        is_mariadb = "mariadb" in f"{text} {comment}".lower()
        version = _version(str(text))
        _check_version(version, is_mariadb, str(text), arguments)
        _check_engine(connection, arguments)
        if int(packet) < LEAST_PACKET:
            raise refusal("packet_small", arguments, f"{int(packet) // 1024} KB")
        _check_login(connection, way, is_mariadb, arguments)
        rows(connection, arguments["init_command"])
    return Found(
        way=way,
        address=address,
        arguments=arguments,
        server_version=version,
        is_mariadb=is_mariadb,
        version_text=f"{'MariaDB' if is_mariadb else 'MySQL'} {'.'.join(map(str, version))}",
        max_allowed_packet=int(packet),
        encrypted=way == "tls",
        warnings=_warnings(int(packet)),
    )


def _version(text: str) -> tuple[int, ...]:
    # MariaDB 10 may call itself 5.5.5-10.x for the sake of old replicas.
    found = re.match(r"(?:5\.5\.5-)?(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(part or 0) for part in found.groups()) if found else (0, 0, 0)


def _check_version(
    version: tuple[int, ...], is_mariadb: bool, text: str, arguments: Arguments
) -> None:
    if version < (LEAST_MARIADB if is_mariadb else LEAST_MYSQL):
        name = (
            text if "mariadb" in text.lower() else f"{'MariaDB' if is_mariadb else 'MySQL'} {text}"
        )
        raise refusal("too_old", arguments, name)


def _check_engine(connection: Any, arguments: Arguments) -> None:
    found = rows(
        connection, "SELECT support FROM information_schema.engines WHERE engine = 'InnoDB'"
    )
    if not found or found[0][0] not in ("YES", "DEFAULT"):
        raise refusal("no_innodb", arguments)


def _check_login(connection: Any, way: Way, is_mariadb: bool, arguments: Arguments) -> None:
    # MySQL 8 remembers who logged in a secure way, and lets them in by a short log-in until it
    # is restarted. Without `cryptography` a plain connection then works by luck only.
    if way != "plain" or is_mariadb or _has_cryptography():
        return
    account = str(rows(connection, "SHOW CREATE USER CURRENT_USER()")[0][0])
    if "caching_sha2_password" in account or "sha256_password" in account:
        raise refusal("login_method", arguments)


def _has_cryptography() -> bool:
    return bool(importlib.import_module("pymysql._auth")._have_cryptography)


def _with_socket_warning(found: Found, asked: Address) -> Found:
    if not asked.socket or found.way == "socket":
        return found
    text = _("The socket “{socket}” doesn't work; host and port are used instead.")
    return replace(found, warnings=(text.format(socket=asked.socket), *found.warnings))


def _warnings(packet: int) -> tuple[str, ...]:
    if packet >= GOOD_PACKET:
        return ()
    text = _(
        "The database server takes at most {size} MB at once (max_allowed_packet). Very long "
        "messages will be refused; ask the provider to raise it to 16 MB, by this line under "
        "[mysqld] in my.cnf: max_allowed_packet = 16M"
    )
    return (text.format(size=round(packet / 1024 / 1024, 1)),)
