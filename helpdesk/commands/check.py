"""Look whether Python, SQLite, data folder, database and tables are fit; one line each."""

import argparse
import sqlite3
import sys

from helpdesk import config, db, migrations, paths
from helpdesk.db.refused import Refused
from helpdesk.errors import HelpdeskError
from helpdesk.version import __version__
from helpdesk.web.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the data folder."""


def run(chosen: argparse.Namespace) -> int:
    """Print what was looked at; 1 when something isn't fit."""
    print(
        f"helpdesk {__version__}, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    )
    print(f"data folder: {paths.data_folder() or 'none yet'}")
    if not config.exists():
        print("not installed yet: open /install/, or run the install command")
        return 1
    try:
        _database()
    except (HelpdeskError, Refused) as error:
        print(f"not fit: {error}")
        return 1
    print("fit")
    return 0


def _database() -> None:
    desk = Desk()
    found = desk.open()
    print(f"database: {found.database.url()}, tables begin with {found.database.prefix!r}")
    if found.database.engine == "sqlite":
        from helpdesk.db import sqlite

        sqlite.check()
    with db.connection():
        progress = migrations.progress()
        print(f"tables: {progress.done} of {progress.total} steps")
        desk.check_tables()
        if found.database.engine == "sqlite":
            state = db.database.execute_sql("PRAGMA quick_check").fetchone()[0]
            print(f"integrity: {state}")
