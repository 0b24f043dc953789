"""The database of this desk: one proxy that all models share, on SQLite or MySQL/MariaDB.

`use` points it at a database, `connection` borrows one for a request or a job, `transaction`
writes. Durable means durable: SQLite in WAL with `synchronous=FULL`, MySQL with its defaults.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from helpdesk import config
from helpdesk.db.fields import Bytes, LongText, RisingId, Table, UtcDateTime, database
from helpdesk.db.prepared import Prepared
from helpdesk.db.remembered import Watched, remembered
from helpdesk.db.retrying import OVERTAKEN, Value, code, is_deadlock, retried
from helpdesk.errors import Unavailable, UpdateNeeded
from helpdesk.i18n import _

__all__ = [
    "OVERTAKEN",
    "TOO_LONG",
    "Bytes",
    "IntegrityError",
    "LongText",
    "Prepared",
    "RisingId",
    "Table",
    "UtcDateTime",
    "among",
    "can_elsewhere",
    "code",
    "connection",
    "current",
    "database",
    "elsewhere",
    "explain",
    "insisted",
    "is_deadlock",
    "is_mysql",
    "is_unavailable",
    "locked",
    "make",
    "patience",
    "prefix",
    "reading",
    "remembered",
    "retried",
    "transaction",
    "upsert",
    "upsert_many",
    "use",
    "went_away",
]

IntegrityError = peewee.IntegrityError
SQLITE_WAIT = 10  # seconds that a writer waits for another
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds between two tries of `insisted`


class _Mine(threading.local):
    """This thread's connection: whether it can't write; where else it works just now; and for how
    many seconds `insisted` goes on."""

    crippled = False
    elsewhere: "tuple[peewee.Database, str] | None" = None
    patience = 0.0


# MySQL: the server went away, is shutting down, can't be reached, is full or has no memory left.
_GONE = {0, 1021, 1037, 1040, 1041, 1047, 1053, 1114, 1180, 1203, 1205, 1226, 1290, 1836, 1927}
_GONE |= {1153, 2002, 2003, 2006, 2013, 2014, 2055, 3024, 4031}
_REFUSED = {1044, 1045, 1129, 1130, 1142, 1698, 1820, 1862}  # it doesn't let us in any more
_BROKEN = {0, 1047, 1053, 1927, 2006, 2013, 2055, 4031}  # in the middle of something
_NOT_THERE = {2002, 2003}  # nobody answers at that address
_MISSING = {1049, 1146}  # the database or one of its tables isn't there
TOO_LONG = 1153  # a statement beyond max_allowed_packet
_NO_SAVEPOINT = 1305
_state = _Mine()
_prefix = ""
_using = threading.Lock()
_address: config.Database | None = None
_must_exist = False
_file: tuple[int, int] | None = None  # which SQLite file this process has open


class _Sqlite(Watched, peewee.SqliteDatabase):
    """SQLite; writes into small tables are noted."""


def make(address: config.Database) -> peewee.Database:
    """A database object for an address, not connected yet."""
    if address.engine == "sqlite":
        return _Sqlite(
            address.path,
            pragmas={
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "cache_size": -1000,  # KB, per connection; the system keeps the file's pages too
            },
            timeout=SQLITE_WAIT,
            lock_type="IMMEDIATE",  # deferred ones fail with "locked" whatever the time-out
        )
    from helpdesk.db import mysql

    return mysql.make(address)


def use(address: config.Database, *, must_exist: bool = False) -> None:
    """Point all models at one desk's database and table prefix; nothing happens if they are there.

    With `must_exist` a missing SQLite file is an error, else it is made.
    """
    global _prefix, _address, _must_exist, _file
    with _using:
        _must_exist = must_exist
        if not must_exist:
            _file = None
        if address == _address and database.obj is not None:
            return  # other threads may be in the middle of a transaction
        if database.obj is not None and not database.is_closed():
            database.close()
        _address, _prefix, _file = address, address.prefix, None
        database.initialize(make(address))
        for table in Table.__subclasses__():
            table._meta.set_table_name(_prefix + table.table)


def among(column: Any, ids: Iterable[int]) -> Any:
    """Whether a column is one of these whole numbers, which are written out: a place for each would
    take peewee longer to fill than the database to find the row."""
    listed = ", ".join(str(int(number)) for number in ids)
    return column.in_(peewee.SQL(f"({listed or 'NULL'})"))


@contextmanager
def elsewhere(address: config.Database) -> Iterator[peewee.Database]:
    """Let this thread's migrations and plain statements work on another database, while models and
    `transaction` stay with the desk's, for everybody. Raises peewee's errors."""
    opened = make(address)
    _state.elsewhere = (opened, address.prefix)
    try:
        with opened.connection_context():
            yield opened
    finally:
        _state.elsewhere = None


def current() -> peewee.Database:
    """The desk's database, or the one that this thread works on `elsewhere`."""
    return _state.elsewhere[0] if _state.elsewhere else database.obj


def prefix() -> str:
    """What the names of all tables begin with: this desk's, or those `elsewhere`."""
    return _state.elsewhere[1] if _state.elsewhere else _prefix


def is_mysql() -> bool:
    """Whether the current database is on MySQL or MariaDB."""
    return isinstance(current(), peewee.MySQLDatabase)


@contextmanager
def connection(*, keep: bool = False) -> Iterator[None]:
    """Borrow this thread's connection; with `keep` it stays open for the thread's next request.

    Raises Unavailable when the database can't be reached.
    """
    try:
        _open()
        yield
    except (Unavailable, UpdateNeeded):
        _close()  # so that the page that says so doesn't ask it for anything
        raise
    except peewee.PeeweeException as error:
        if is_unavailable(error):
            _close()
            raise Unavailable(explain(error)) from error
        raise
    finally:
        if not keep or _state.crippled:
            _close()


@contextmanager
def transaction() -> Iterator[None]:
    """All of it or nothing; nested ones are savepoints."""
    try:
        with database.atomic():
            yield
    except peewee.OperationalError as error:
        # At a deadlock the server forgets the savepoint, so that going back to it fails in turn.
        before = error.__context__
        while code(error) == _NO_SAVEPOINT and before is not None:
            if is_deadlock(before):
                raise before from None
            before = before.__context__
        raise


@contextmanager
def reading() -> Iterator[None]:
    """What is read in here is of one moment, whatever others write meanwhile; nothing waits for it,
    and nothing is written."""
    if not is_mysql():
        with database.atomic("DEFERRED"):
            yield
        return
    if not database.in_transaction():  # a host may have chosen a weaker one for all
        database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with database.atomic():
        yield


def upsert(table: type[Table], keys: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or change `values` of the one that has these unique `keys`."""
    upsert_many(table, keys, [{**keys, **values}], values)


def upsert_many(
    table: type[Table], keys: Iterable[str], rows: list[dict[str, Any]], changes: dict[Any, Any]
) -> None:
    """Insert rows; where there is one with the same unique `keys`, make `changes` to that."""
    target = {} if is_mysql() else {"conflict_target": [getattr(table, name) for name in keys]}
    table.insert_many(rows).on_conflict(**target, update=changes).execute()


def locked(query: Any) -> Any:
    """The same rows as they are at present, held until the commit.

    On MySQL a transaction sees the state of its first read; only a locking read sees what others
    have committed since. On SQLite whoever writes is alone anyway.
    """
    return query.for_update() if is_mysql() else query


def is_unavailable(error: BaseException) -> bool:
    """Whether the database is away, full or broken, so that trying later is all one can do."""
    if isinstance(error, (peewee.IntegrityError, peewee.DataError)):
        return False
    if is_mysql():
        return code(error) in _GONE | _REFUSED | _MISSING
    if isinstance(error, peewee.OperationalError):
        return not _is_programming(str(error))
    text = str(error).lower()
    return "not a database" in text or "malformed" in text


def can_elsewhere(error: BaseException | None) -> bool:
    """Whether the server went away in the middle, and there are others with the same data."""
    several = _address is not None and len(_address.places) > 1
    return several and error is not None and code(error) in _BROKEN


def went_away(error: BaseException) -> bool:
    """Whether the database server ended, or left its cluster, in the middle: what was being done
    is to be done again, and is not to blame."""
    if isinstance(error, (peewee.IntegrityError, peewee.DataError)):
        return False
    return is_mysql() and code(error) in _BROKEN | _NOT_THERE


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """For how long `insisted` goes on in this thread; without it there is one more try at once.

    The nodes of a cluster that are left answer again after a second or several, until they agree
    that they are the majority; a server that is started again takes as long.
    """
    before, _state.patience = _state.patience, seconds
    try:
        yield
    finally:
        _state.patience = before


def insisted(work: Callable[[], Value]) -> Value:
    """As `retried`; what may be done twice is also done again when the server goes away in the
    middle, for then nobody knows whether it was done: on the next server with the same data, or on
    the same one when it is back. At once, then with growing pauses as long as `patience` says."""
    if database.in_transaction():
        return work()
    ends, pause = time.monotonic() + _state.patience, 0.0
    while True:
        try:
            if pause:
                _open()
            return retried(work)
        except peewee.PeeweeException as error:
            if not went_away(error) and not (pause and code(error) in _GONE):
                raise
            if pause and time.monotonic() + pause > ends:
                raise
        _close()
        time.sleep(pause)
        pause = min(LONGEST_PAUSE, 2 * pause or FIRST_PAUSE)


def explain(error: BaseException) -> str:
    """One sentence for people; the log has the rest."""
    text, number = str(error).lower(), code(error)
    if "full" in text or number in (1021, 1114):
        return _("The disk of the server is full. What you sent was not stored.")
    if "readonly" in text or "read-only" in text or number in (1290, 1836):
        return _("The database can't be written to at the moment. What you sent was not stored.")
    if number == TOO_LONG:
        return _("This is longer than the database server takes at once. It was not stored.")
    if "not a database" in text or "malformed" in text:
        return _("The database is damaged. What you sent was not stored.")
    if "no such table" in text or number in _MISSING:
        return _("A part of the database is missing. What you sent was not stored.")
    return _("The database doesn't answer at the moment. What you sent was not stored.")


def _open() -> None:
    if database.obj is None:
        raise Unavailable(_("The database isn't set up."))
    if not database.is_closed() and is_mysql() and _has_ended():
        _close()
    _check_file()
    if database.is_closed():
        database.connect()
        # One that was opened while the disk was read-only stays so, and all others of this process
        # with it: such ones aren't kept.
        writable = is_mysql() or _address is None or os.access(_address.path, os.W_OK)
        _state.crippled = not writable


def _has_ended() -> bool:
    """Whether the server has hung up on a kept connection."""
    from helpdesk.db import mysql

    return mysql.has_ended(database.connection())


def _check_file() -> None:
    """A file that was replaced stays open under its old name: what is written there is lost, and
    closing it would remove the new one's journal. So nothing works until the desk is restarted."""
    global _file
    if is_mysql() or not _must_exist or _address is None:
        return
    try:
        found = os.stat(_address.path)  # noqa: PTH116 (for each request; a Path takes longer)
    except FileNotFoundError as error:
        raise Unavailable(_("The file of the database is missing.")) from error
    except OSError:
        return  # connecting will tell
    if _file is None:
        _file = (found.st_dev, found.st_ino)
    elif _file != (found.st_dev, found.st_ino):
        raise Unavailable(_("The file of the database was replaced. The desk must be restarted."))


def _close() -> None:
    if database.obj is None or database.is_closed():
        return
    try:
        while database.in_transaction():
            database.pop_transaction()
        database.close()
    except (peewee.PeeweeException, sqlite3.Error):
        database._state.reset()


def _is_programming(text: str) -> bool:
    return any(words in text for words in ("no such column", "has no column", "syntax error"))
