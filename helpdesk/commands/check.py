"""Look whether Python, SQLite, data folder, database and tables are fit; one line each."""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable

from helpdesk import config, db, jobs, migrations, paths, search
from helpdesk.commands import words
from helpdesk.errors import HelpdeskError, Unavailable
from helpdesk.installation import database_check, server_check
from helpdesk.installation.items import Item
from helpdesk.schema import Job
from helpdesk.version import __version__
from helpdesk.web.desk import Desk

ROOM = 1 << 20  # bytes that must find room


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only looking, unless asked for more."""
    parser.add_argument(
        "--rebuild-search",
        action="store_true",
        help="make the search index again; what is found grows from the newest entry on",
    )


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
        _data_folder()
        _items(server_check.run(config.load().folder, write=True))
        _database()
    except HelpdeskError as error:
        print(f"not fit: {words(error)}")
        return 1
    print("fit")
    return _rebuild_search() if chosen.rebuild_search else 0


def _items(items: Iterable[Item]) -> None:
    """A line for each, and what to do about it; raises Unavailable when one of them is bad."""
    bad = 0
    for item in items:
        bad += item.is_bad
        parts = [item.title, item.detail, item.advice, item.command]
        print(f"{item.how}: {'. '.join(part.rstrip('.') for part in parts if part)}")
    if bad:
        raise Unavailable(f"{bad} of these must be put right first.")


def _data_folder() -> None:
    try:
        with tempfile.TemporaryFile(dir=paths.data_folder()) as file:
            file.write(bytes(ROOM))
    except OSError as error:
        raise Unavailable("The data folder can't be written to.") from error


def _database() -> None:
    desk = Desk()
    found = desk.open()
    print(f"database: {found.database.url()}, tables begin with {found.database.prefix!r}")
    _items(database_check.run(found.database))
    with db.connection():
        progress = migrations.progress()
        print(f"tables: {progress.done} of {progress.total} steps")
        desk.check_tables()
        if found.database.engine == "sqlite":
            state = _integrity()
            print(f"integrity: {state}")
            if state != "ok":
                raise Unavailable("The database is damaged: restore a backup.")


def _integrity() -> str:
    """`ok`, or what is wrong; a file can be too broken to be asked."""
    try:
        return str(db.database.execute_sql("PRAGMA quick_check").fetchone()[0])
    except Exception as error:
        return str(error)


def _rebuild_search() -> int:
    """Work on the queued job until it is done, whoever else takes slices of it meanwhile."""
    with db.connection():
        job = search.rebuild()
        while job.state == "waiting":
            if (mine := jobs.claim(name=job.name)) is not None:
                jobs.run(mine)
            else:
                time.sleep(1)
            job = Job.get_by_id(job.id)
            print(f"search: {job.done} of {job.total} entries", flush=True)
        if job.state == "failed":
            print(f"search: given up: {job.error}")
            return 1
    print("search: the index is made again")
    return 0
