"""The database step: does it answer, may we make tables there, and is there room for ours?"""

import contextlib
import re
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import peewee

from helpdesk import db
from helpdesk.config import Database
from helpdesk.db import sqlite
from helpdesk.db.refused import Refused
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation.state import State

if TYPE_CHECKING:
    from helpdesk.db.mysql import Found

PREFIX = "hd_"
FILE = "helpdesk.sqlite3"
_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,19}")
_TRIAL = re.compile(r"rights_probe_[0-9a-f]{8}")
# Beside which field a refusal is shown; the others are about the server as a whole.
_FIELDS = {
    "nothing_listens": "host",
    "unreachable": "host",
    "name_unknown": "host",
    "timeout": "host",
    "no_socket": "host",
    "socket_denied": "host",
    "not_mysql": "port",
    "access_denied": "password",
    "password_expired": "password",
    "account_locked": "user",
    "login_plugin": "user",
    "login_method": "user",
    "rights": "user",
    "database_denied": "name",
    "unknown_database": "name",
    "prefix_taken": "prefix",
    "sqlite_too_old": "engine",
    "sqlite_missing": "engine",
    "sqlite_without_fts5": "engine",
    "sqlite_folder": "engine",
}


@dataclass(frozen=True)
class Settled:
    """A database that works, the way to it included, and what to tell about it."""

    database: Database
    told: str
    warnings: tuple[str, ...] = ()


def settle(folder: Path, known: State, typed: Mapping[str, str]) -> Settled:
    """Try what was typed in the form; raises Invalid with the message beside its field."""
    wanted = _typed_sqlite(folder, known) if typed.get("engine") != "mysql" else _typed_mysql(typed)
    try:
        return settle_address(known, wanted)
    except Refused as refused:
        raise Invalid({_FIELDS.get(refused.reason, ""): refused.message}) from refused


def settle_address(known: State, wanted: Database) -> Settled:
    """Try a database; raises Refused."""
    return _sqlite(known, wanted) if wanted.engine == "sqlite" else _mysql(known, wanted)


def name(address: Database) -> str:
    """What tells one database with its prefix from another."""
    if address.engine == "sqlite":
        return f"sqlite {address.path} {address.prefix}"
    where = address.socket or f"{address.host}:{address.port}"
    return f"mysql {where} {address.name} {address.prefix}"


def marker(address: Database) -> str:
    """The table that says whose unfinished tables these are; its one column names the owner."""
    return f"{address.prefix}installing"


def is_trial(address: Database, table: str) -> bool:
    """Whether a table is what a killed look at the rights left behind."""
    return bool(_TRIAL.fullmatch(table[len(address.prefix) :]))


def is_ours(known: State, address: Database, tables: list[str]) -> bool:
    """Whether tables with our prefix come from this very installation, interrupted."""
    if known.claimed and known.claimed == name(address):
        return True
    if marker(address) not in tables:
        return False
    opened = db.make(address)
    with opened.connection_context():
        columns = [column.name for column in opened.get_columns(marker(address))]
    return columns == [f"by_{known.installation}"]


def _typed_mysql(typed: Mapping[str, str]) -> Database:
    values = {key: typed.get(key, "").strip() for key in ("host", "port", "name", "user", "prefix")}
    errors = {}
    port = int(values["port"]) if re.fullmatch(r"[0-9]{1,5}", values["port"]) else 0
    if values["port"] and not 0 < port < 65536:
        errors["port"] = _("A port is a number between 1 and 65535; the usual one is 3306.")
    if not values["name"]:
        errors["name"] = _("Enter the name of the database. Your host's panel shows it.")
    if not values["user"]:
        errors["user"] = _("Enter the user of the database. Your host's panel shows it.")
    prefix = values["prefix"] or PREFIX
    if not _PREFIX.fullmatch(prefix):
        errors["prefix"] = _(
            "A prefix begins with a letter and has up to 20 small letters, "
            "digits and underscores, as in %(example)s."
        ) % {"example": PREFIX}
    if errors:
        raise Invalid(errors)
    found = _mysql_address({**values, "prefix": prefix}, port or 3306, typed.get("password", ""))
    try:
        assert found.places
    except ValueError:
        words = _("Several servers of a cluster are given as in %(example)s.")
        raise Invalid({"host": words % {"example": "db1,db2,db3:3307"}}) from None
    return found


def _mysql_address(values: Mapping[str, str], port: int, password: str) -> Database:
    is_socket = values["host"].startswith("/")
    return Database(
        "mysql",
        host="" if is_socket else values["host"] or "localhost",
        socket=values["host"] if is_socket else "",
        port=port,
        user=values["user"],
        password=password,
        name=values["name"],
        prefix=values["prefix"],
    )


def _typed_sqlite(folder: Path, known: State) -> Database:
    """Our own file, or a free name beside one that somebody else's tables are in."""
    wanted = Database("sqlite", path=str(folder / FILE), prefix=PREFIX)
    number = 1
    while not _is_free(known, wanted):
        number += 1
        wanted = replace(wanted, path=str(folder / f"helpdesk-{number}.sqlite3"))
    return wanted


def _is_free(known: State, address: Database) -> bool:
    file = Path(address.path)
    if not file.exists() or file.stat().st_size == 0:
        return True
    opened = db.make(address)
    try:
        with opened.connection_context():
            tables = opened.get_tables()
        return not tables or is_ours(known, address, tables)
    except peewee.PeeweeException:  # no database, or a broken one: none of ours
        return False


def _sqlite(known: State, wanted: Database) -> Settled:
    found = sqlite.check()
    folder = Path(wanted.path).parent
    try:
        _try_folder(folder)
    except (sqlite3.Error, OSError) as error:
        raise Refused(
            "sqlite_folder",
            _(
                "SQLite can't work in the folder “%(folder)s” (%(detail)s). "
                "Give the program the right to write there, or use MySQL or MariaDB."
            )
            % {"folder": folder.name, "detail": error},
            str(error),
        ) from error
    if not _is_free(known, wanted):
        raise _taken(
            _("There is a file “%(name)s” already, and it isn't this desk's.")
            % {"name": wanted.path}
        )
    return Settled(wanted, _("SQLite %(version)s works here.") % {"version": found.version_text})


def _try_folder(folder: Path) -> None:
    """A database in WAL mode, written and removed: some network folders can't carry one."""
    trial = folder / f"trial-{secrets.token_hex(6)}.sqlite3"
    try:
        with contextlib.closing(sqlite3.connect(trial)) as connection:
            mode = connection.execute("PRAGMA journal_mode=wal").fetchone()[0]
            connection.execute("CREATE TABLE trial (word TEXT)")
            connection.commit()
        if mode != "wal":
            raise sqlite3.OperationalError("no WAL")
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{trial}{end}").unlink(missing_ok=True)


def _mysql(known: State, wanted: Database) -> Settled:
    from helpdesk.db import mysql

    found, silent = _probed(wanted)
    way = found.address
    # As it was found to work; asking anew for every connection would cost time (see db.mysql).
    settled = replace(wanted, tls=way.tls)
    if len(wanted.places) == 1:
        settled = replace(settled, host=way.host, port=way.port, socket=way.socket)
    mysql.check_rights(found.arguments, settled.prefix)
    tables = mysql.taken_tables(found.arguments, settled.prefix)
    tables = [name for name in tables if not is_trial(settled, name)]
    if tables and not is_ours(known, settled, tables):
        free = mysql.free_prefix(mysql.taken_tables(found.arguments, ""), settled.prefix)
        raise _taken(
            _("There are tables already whose names begin with “%(prefix)s”. “%(free)s” is free.")
            % {"prefix": settled.prefix, "free": free},
            free,
        )
    ways = {"socket": _("by its socket"), "tls": _("encrypted"), "plain": _("without encryption")}
    told = _("%(server)s answers (%(way)s), and its user may do what the desk needs.") % {
        "server": found.version_text,
        "way": ways[found.way],
    }
    return Settled(settled, told, (*found.warnings, *silent))


def _probed(wanted: Database) -> "tuple[Found, list[str]]":
    """The first of its servers that can be used, and what the others say; raises Refused."""
    from helpdesk.db import mysql
    from helpdesk.db.mysql import address as mysql_address

    found, refusals = [], []
    for host, port in wanted.places:
        try:
            found.append(mysql.probe(mysql_address.of(replace(wanted, host=host, port=port))))
        except Refused as refused:
            refusals.append(refused)
    if not found:
        raise refusals[0]
    return found[0], [refused.message for refused in refusals]


def _taken(message: str, free: str = "") -> Refused:
    return Refused("prefix_taken", message, free)
