"""Makes the tables in slices, by one process at a time, and the desk official at the end."""

import logging
from dataclasses import dataclass
from pathlib import Path

import peewee

from helpdesk import bytecode, config, db, lock
from helpdesk.config import Config, Database
from helpdesk.db import database
from helpdesk.db.refused import Refused
from helpdesk.errors import NotInstalled
from helpdesk.i18n import _
from helpdesk.installation import database as step
from helpdesk.installation import plan, seed, state
from helpdesk.installation.state import AlreadyInstalled, State

SLICE = 2.0  # seconds, so that something is seen to move
LOCK = "tables.lock"
log = logging.getLogger("helpdesk.installation")


@dataclass(frozen=True)
class Progress:
    """How far the tables are; `made` is the desk's configuration once all is done."""

    done: int
    total: int
    made: Config | None = None


def advance(folder: Path) -> Progress:
    """One slice of the work, or a look at it while somebody else is at it.

    Raises AlreadyInstalled, Refused when the tables' names are taken, Unavailable.
    """
    with lock.held(folder / LOCK, wait=0) as mine:
        if config.exists(folder):
            raise AlreadyInstalled
        known, address = state.read(folder), state.database(folder)
        if known is None or address is None or not known.desk:
            raise NotInstalled
        if not mine:
            return Progress(known.done, known.total)
        return _slice(folder, known, address)


def _slice(folder: Path, known: State, address: Database) -> Progress:
    db.use(address)
    with db.connection():
        _claim(known, address)
    made = seed.make_tables(address, SLICE)
    total = made.total + 1  # the last step compiles the program
    with state.changing(folder) as now:
        now.done, now.total = made.done, total
        if made.finished:
            now.claimed = step.name(address)
    if not made.finished or not _compiled(folder, known):
        return Progress(made.done, total)
    return Progress(total, total, _finish(folder, known, address))


def _compiled(folder: Path, known: State) -> bool:
    """One slice of it; whether all is done."""
    reached = bytecode.compile_some(SLICE, known.compiled).checkpoint
    if reached is not None:
        with state.changing(folder) as now:
            now.compiled = reached
    return reached is None


def _claim(known: State, address: Database) -> None:
    """Make sure that the tables with our prefix are ours; creating a table is won by one alone."""
    tables = _with_prefix(address)
    for name in [name for name in tables if step.is_trial(address, name)]:
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")
        tables.remove(name)
    if step.is_ours(known, address, tables):
        return
    if tables:
        raise Refused(
            "prefix_taken",
            _("There are tables already whose names begin with “%(prefix)s”.")
            % {"prefix": address.prefix},
        )
    column = f"by_{known.installation}"
    try:
        database.execute_sql(f"CREATE TABLE {step.marker(address)} ({column} INTEGER)")
    except peewee.DatabaseError as error:
        if not step.is_ours(known, address, _with_prefix(address)):
            raise Refused(
                "prefix_taken",
                _("Another desk takes these names at this moment. Choose another prefix."),
                str(error),
            ) from error


def _finish(folder: Path, known: State, address: Database) -> Config:
    with db.connection():
        database.execute_sql(f"DROP TABLE IF EXISTS {step.marker(address)}")
    try:
        made = seed.complete(folder, address, plan.plan(known.desk, state.mail(folder)))
    except FileExistsError:
        raise AlreadyInstalled from None
    log.info("installed on %s", address.engine)
    state.clear(folder)
    return made


def _with_prefix(address: Database) -> list[str]:
    found = [*database.get_tables(), *(view.name for view in database.get_views())]
    return [name for name in found if name.lower().startswith(address.prefix.lower())]
