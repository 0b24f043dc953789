"""The database of this desk: one proxy that all models share, on SQLite or MySQL/MariaDB.

`use` points it at a database, `connection` borrows one for a request or a job, `transaction`
writes. Durable means durable: SQLite in WAL with `synchronous=FULL`, MySQL with its defaults.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from helpdesk import config
from helpdesk.db.fields import LongText, Table, UtcDateTime, database
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

__all__ = [
    "IntegrityError",
    "LongText",
    "Table",
    "UtcDateTime",
    "connection",
    "database",
    "explain",
    "is_deadlock",
    "is_mysql",
    "is_unavailable",
    "make",
    "prefix",
    "transaction",
    "upsert",
    "use",
]

IntegrityError = peewee.IntegrityError
SQLITE_WAIT = 10  # seconds that a writer waits for another
IDLE_BEFORE_PING = 1.0  # seconds after which a kept MySQL connection is tried before it is used

# MySQL: the server went away, is shutting down, can't be reached, is full or has no memory left.
_GONE = {0, 1021, 1037, 1040, 1041, 1053, 1114, 1180, 1203, 1205, 1226, 1290, 1836, 1927}
_GONE |= {2002, 2003, 2006, 2013, 2014, 2055, 3024, 4031}
_DEADLOCK = {1205, 1213}
_state = threading.local()
_prefix = ""


def make(address: config.Database) -> peewee.Database:
    """A database object for an address, not connected yet."""
    if address.engine == "sqlite":
        return peewee.SqliteDatabase(
            address.path,
            pragmas={"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1},
            timeout=SQLITE_WAIT,
            lock_type="IMMEDIATE",  # deferred ones fail with "locked" whatever the time-out
        )
    from helpdesk.db import mysql

    return mysql.make(address)


def use(address: config.Database) -> None:
    """Point all models at one desk's database and table prefix."""
    global _prefix
    if database.obj is not None and not database.is_closed():
        database.close()
    _prefix = address.prefix
    database.initialize(make(address))
    for table in Table.__subclasses__():
        table._meta.set_table_name(_prefix + table.table)


def prefix() -> str:
    """What the names of all tables of this desk begin with."""
    return _prefix


def is_mysql() -> bool:
    """Whether this desk is on MySQL or MariaDB."""
    return isinstance(database.obj, peewee.MySQLDatabase)


@contextmanager
def connection(*, keep: bool = False) -> Iterator[None]:
    """Borrow this thread's connection; with `keep` it stays open for the thread's next request.

    Raises Unavailable when the database can't be reached.
    """
    try:
        _open()
        yield
    except peewee.PeeweeException as error:
        if is_unavailable(error):
            _close()
            raise Unavailable(explain(error)) from error
        raise
    finally:
        _state.used = time.monotonic()
        if not keep:
            _close()


@contextmanager
def transaction() -> Iterator[None]:
    """All of it or nothing; nested ones are savepoints."""
    with database.atomic():
        yield


def upsert(table: type[Table], keys: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or change `values` of the one that has these unique `keys`."""
    insert = table.insert(**keys, **values)
    if is_mysql():
        insert.on_conflict(update=values).execute()
    else:
        insert.on_conflict(conflict_target=list(keys), update=values).execute()


def is_deadlock(error: BaseException) -> bool:
    """Whether running the whole transaction again is the cure (MySQL 1213, 1205, Galera)."""
    return _code(error) in _DEADLOCK and isinstance(error, peewee.OperationalError)


def is_unavailable(error: BaseException) -> bool:
    """Whether the database is away, full or broken, so that trying later is all one can do."""
    if isinstance(error, (peewee.OperationalError, peewee.InterfaceError, peewee.InternalError)):
        code = _code(error)
        return code in _GONE if is_mysql() else not _is_programming(str(error))
    return (isinstance(error, peewee.DatabaseError) and "not a database" in str(error).lower()) or (
        isinstance(error, peewee.DatabaseError) and "malformed" in str(error).lower()
    )


def explain(error: BaseException) -> str:
    """One sentence for people; the log has the rest."""
    text = str(error).lower()
    if "full" in text or _code(error) in (1021, 1114):
        return _("The disk of the server is full. What you sent was not stored.")
    if "readonly" in text or "read-only" in text or _code(error) in (1290, 1836):
        return _("The database can't be written to at the moment. What you sent was not stored.")
    return _("The database doesn't answer at the moment. What you sent was not stored.")


def _open() -> None:
    if database.obj is None:
        raise Unavailable(_("The database isn't set up."))
    if not database.is_closed() and is_mysql():
        idle = time.monotonic() - getattr(_state, "used", 0.0)
        if idle > IDLE_BEFORE_PING and not database.is_connection_usable():
            _close()
    if database.is_closed():
        database.connect()


def _close() -> None:
    if database.obj is None or database.is_closed():
        return
    try:
        while database.in_transaction():
            database.pop_transaction()
        database.close()
    except (peewee.PeeweeException, sqlite3.Error):
        database._state.reset()


def _code(error: BaseException) -> int | None:
    first = error.args[0] if error.args else None
    return first if isinstance(first, int) else None


def _is_programming(text: str) -> bool:
    return any(words in text for words in ("no such table", "no such column", "syntax error"))
