"""Where a server is, and the arguments that a connection to it takes."""

import contextlib
import importlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from helpdesk import vendored

if TYPE_CHECKING:
    import ssl

    import peewee

    from helpdesk import config

Tls = Literal["auto", "on", "off"]

# A shared host's database is often latin1 or MyISAM by default: every CREATE TABLE says these.
# Binary collation: both engines compare alike, and "é" is not "e" in a unique address.
TABLE_OPTIONS = (
    "ENGINE=InnoDB",
    "DEFAULT CHARACTER SET=utf8mb4",
    "COLLATE=utf8mb4_bin",
    "ROW_FORMAT=DYNAMIC",
)
CONNECT_SECONDS = 5
READ_SECONDS = 30
WRITE_SECONDS = 30
_FOUND_ROWS = 2  # "rows changed" counts the rows that matched, as on SQLite

# The same behaviour on every server, whatever the host has configured. TRADITIONAL is strict, and
# as it replaces the whole mode it also ends ANSI_QUOTES, NO_BACKSLASH_ESCAPES and the like. Waits
# for locks end before the client's read time-out, so that they arrive as an error to be retried.
SESSION = (
    "SET SESSION sql_mode = 'TRADITIONAL', time_zone = '+00:00',"
    " default_storage_engine = InnoDB, innodb_lock_wait_timeout = 10, lock_wait_timeout = 20"
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a database is and who asks for it.

    A path in `socket` goes before host and port. `tls`: 'on' never goes unencrypted; 'auto' takes
    what is offered. Neither verifies the server's certificate: hosts' servers sign their own, and
    encryption that can't name its peer still beats none.
    """

    host: str = "localhost"
    port: int = 3306
    socket: str = ""
    user: str
    password: str = field(repr=False)
    name: str
    tls: Tls = "auto"


def connect_arguments(address: Address, *, read_seconds: int = READ_SECONDS) -> dict[str, Any]:
    """Keyword arguments for `pymysql.connect` and for peewee's `MySQLDatabase`.

    An ALTER of a large table takes longer than a page may: migrations ask for more `read_seconds`.
    """
    return {
        "database": address.name,
        "user": address.user,
        # As text PyMySQL would send Latin-1, and fail at anything beyond; clients send UTF-8.
        "password": address.password.encode(),
        "charset": "utf8mb4",
        "collation": "utf8mb4_unicode_ci",
        "client_flag": _FOUND_ROWS,
        "connect_timeout": CONNECT_SECONDS,
        "read_timeout": read_seconds,
        "write_timeout": WRITE_SECONDS,
        "init_command": SESSION,
        **_way(address),
    }


def make(database: "config.Database") -> "peewee.MySQLDatabase":
    """A peewee database for the configuration's address, not connected yet."""
    import peewee

    from helpdesk.db.remembered import Watched

    _hand_driver_to(peewee)

    class Mysql(Watched, peewee.MySQLDatabase):
        """MySQL; writes into small tables are noted."""

        def _connect(self) -> Any:
            if not peewee.mysql:
                return super()._connect()  # says that there is no driver
            from helpdesk.db.mysql import hosts

            found = {"database": self.database, "autocommit": True, **self.connect_params}
            return hosts.connected(database.places, found)

    return Mysql(**connect_arguments(of(database)))


def _hand_driver_to(peewee: Any) -> None:
    """peewee looks for PyMySQL once, when a release still keeps it off the path."""
    vendored.use_mysql()
    with contextlib.suppress(ImportError):
        peewee.mysql = importlib.import_module("pymysql")


def of(database: "config.Database") -> Address:
    """The address that a configuration holds."""
    tls: Tls = "on" if database.tls == "on" else "off" if database.tls == "off" else "auto"
    return Address(
        host=database.host,
        port=database.port,
        socket=database.socket,
        user=database.user,
        password=database.password,
        name=database.name,
        tls=tls,
    )


def _way(address: Address) -> dict[str, Any]:
    if address.socket:  # stays on the machine; TLS would only cost time
        return {"unix_socket": address.socket, "ssl_disabled": True}
    tcp: dict[str, Any] = {"host": address.host or "localhost", "port": address.port}
    if address.tls == "on":
        return {**tcp, "ssl": _context()}
    if address.tls == "off":
        return {**tcp, "ssl_disabled": True}
    # PyMySQL's own "preferred". It loads all certificate authorities for every connection
    # (30 ms): `probe` finds a settled address, which is the one to store.
    return tcp


@lru_cache
def _context() -> "ssl.SSLContext":
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
