"""The moment of a restoring: one file names other tables. And how the old ones are removed."""

import re
from dataclasses import replace
from pathlib import Path

import peewee

from helpdesk import config, db
from helpdesk.backup import tables
from helpdesk.config import Config, Database
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

_FILE = re.compile(r"helpdesk(?:-(\d+))?\.sqlite3")


def place(folder: Path, present: Database) -> Database:
    """Where new tables find room beside the present ones. Raises Unavailable."""
    if present.engine == "sqlite":
        used = [_FILE.fullmatch(path.name) for path in folder.iterdir()]
        number = max([int(found[1] or 1) for found in used if found], default=0) + 1
        name = f"helpdesk-{number}.sqlite3" if number > 1 else "helpdesk.sqlite3"
        return replace(present, path=str(folder / name))
    from helpdesk.db import mysql

    return replace(present, prefix=mysql.free_prefix(_names(present), present.prefix))


def is_free(address: Database) -> bool:
    """Whether there are no tables yet. Raises Unavailable."""
    if address.engine == "sqlite":
        path = Path(address.path)
        return not path.exists() or path.stat().st_size == 0
    return not any(name.lower().startswith(address.prefix.lower()) for name in _names(address))


def switch(folder: Path, into: Database, secret_key: str, base_path: str = "") -> Database | None:
    """Let the configuration name other tables, and the key that fits them; returns where the ones
    from before are, which stay. All processes of the desk go over by themselves."""
    if not config.exists(folder):
        config.create(Config(folder, into, secret_key, base_path))
        return None
    present = config.load(folder)
    if present.database == into:
        return None  # killed behind this step
    config.replace(replace(present, database=into, secret_key=secret_key))
    return present.database


def remove(folder: Path, address: Database) -> None:
    """Remove tables that no configuration names: old ones, or half-filled ones. Raises
    Unavailable; ValueError for those that the desk works with."""
    if config.exists(folder) and config.load(folder).database == address:
        raise ValueError("these tables are at work")
    if address.engine == "sqlite":
        for more in ("", "-wal", "-shm", "-journal"):
            Path(address.path + more).unlink(missing_ok=True)
        return
    try:
        with db.elsewhere(address) as database:
            database.execute_sql("SET SESSION foreign_key_checks = 0")
            for name in tables.all_names():
                database.execute_sql(f"DROP TABLE IF EXISTS {tables.quoted(name)}")
    except peewee.PeeweeException as error:
        raise Unavailable(_("The database says: %(detail)s") % {"detail": error}) from error


def _names(address: Database) -> list[str]:
    try:
        with db.elsewhere(address) as database:
            return [*database.get_tables(), *(view.name for view in database.get_views())]
    except peewee.PeeweeException as error:
        raise Unavailable(_("The database says: %(detail)s") % {"detail": error}) from error
