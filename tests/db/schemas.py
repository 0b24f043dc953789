"""What a database really holds: columns, indexes and foreign keys, read from it and comparable."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpdesk import db, migrations
from helpdesk.config import Database
from helpdesk.db import database
from helpdesk.schema import ALL
from tests.servers.mariadb import MariaDB

HISTORY = "schema_migration"
FULL_TEXT = "search_index"  # on SQLite, with tables of its own behind it


@dataclass
class Found:
    """One table."""

    columns: dict[str, tuple[str, bool, bool]] = field(default_factory=dict)  # type, null, key
    indexes: set[tuple[tuple[str, ...], bool]] = field(default_factory=set)  # columns, unique
    foreign: set[tuple[str, str, str, str]] = field(default_factory=set)  # column, table, to, on


Schema = dict[str, Found]


def address(engine: str, folder: Path, server: MariaDB | None, prefix: str = "hd_") -> Database:
    """An empty database of this test's own."""
    if server is None:
        return Database("sqlite", path=str(folder / f"{engine}.sqlite3"), prefix=prefix)
    if not server.running:
        server.start()
    return at(server, server.create_database(), prefix)


def at(server: MariaDB, name: str, prefix: str = "hd_") -> Database:
    """A database of the server as the configuration names it."""
    way = server.address(name)
    return Database(
        "mysql",
        host=way.host,
        port=way.port,
        user=way.user,
        password=way.password,
        name=name,
        prefix=prefix,
        tls=way.tls,
    )


def migrate(where: Database) -> None:
    """All scripts."""
    db.use(where)
    with db.connection():
        while not migrations.run_slice().finished:
            pass


def from_models(where: Database) -> None:
    """The same tables without scripts, straight from the models."""
    db.use(where)
    with db.connection():
        migrations.create(database.obj, *ALL)


def tables(where: Database) -> set[str]:
    """Names of all tables of the database."""
    db.use(where)
    with db.connection():
        return {
            name
            for name in database.get_tables()
            if FULL_TEXT not in name and not name.startswith("sqlite_")
        }


def read(where: Database) -> Schema:
    """Every table of this desk, by its name without the prefix."""
    db.use(where)
    with db.connection():
        found = {}
        for name in database.get_tables():
            if name.startswith(where.prefix) and FULL_TEXT not in name:
                found[name.removeprefix(where.prefix)] = _table(name, where.prefix)
        return found


def _table(name: str, prefix: str) -> Found:
    read_columns = _mysql_columns if db.is_mysql() else _sqlite_columns
    read_foreign = _mysql_foreign if db.is_mysql() else _sqlite_foreign
    found = Found(read_columns(name))
    for index in database.get_indexes(name):
        found.indexes.add((tuple(index.columns), bool(index.unique)))
    for column, table, to, on in read_foreign(name):
        found.foreign.add((column, table.removeprefix(prefix), to, on))
    return found


def _sqlite_columns(name: str) -> dict[str, tuple[str, bool, bool]]:
    rows = database.execute_sql(f'PRAGMA table_info("{name}")').fetchall()
    return {row[1]: (row[2].upper(), not row[3], bool(row[5])) for row in rows}


def _sqlite_foreign(name: str) -> list[tuple[Any, ...]]:
    rows = database.execute_sql(f'PRAGMA foreign_key_list("{name}")').fetchall()
    return [(row[3], row[2], row[4], row[6]) for row in rows]


def _mysql_columns(name: str) -> dict[str, tuple[str, bool, bool]]:
    rows = database.execute_sql(
        "SELECT column_name, column_type, is_nullable, column_key FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = %s",
        (name,),
    ).fetchall()
    return {row[0]: (row[1].upper(), row[2] == "YES", row[3] == "PRI") for row in rows}


def _mysql_foreign(name: str) -> list[tuple[Any, ...]]:
    return list(
        database.execute_sql(
            "SELECT k.column_name, k.referenced_table_name, k.referenced_column_name, r.delete_rule"
            " FROM information_schema.key_column_usage k"
            " JOIN information_schema.referential_constraints r"
            " ON r.constraint_schema = DATABASE() AND r.constraint_name = k.constraint_name"
            " WHERE k.table_schema = DATABASE() AND k.table_name = %s"
            " AND k.referenced_table_name IS NOT NULL",
            (name,),
        ).fetchall()
    )
