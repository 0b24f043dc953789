"""From any older schema to this code's: numbered scripts, run once each, in order.

A new installation runs the same scripts. MySQL can't take DDL back, so a script makes one change
and does no harm when it is run again after a kill at any point. Scripts hold frozen copies of the
tables they touch and import nothing of the desk but this module's helpers and `db.fields`.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import peewee
import playhouse.migrations

from helpdesk import paths
from helpdesk.clock import now
from helpdesk.db import current, is_mysql, prefix
from helpdesk.db.fields import UtcDateTime
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

SLICE = 5.0  # seconds; hosts cut requests off after 30 and more
TABLE = "schema_migration"
LOCK_SECONDS = 20  # that one waits for another who is at it


@dataclass(frozen=True)
class Progress:
    """How many scripts have run, of how many, and which ones ran that this code doesn't have."""

    done: int
    total: int
    newer: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether the tables have all that the code needs."""
        return self.done >= self.total


def known() -> list[str]:
    """The names of all scripts that this code has, in order."""
    return sorted(file.stem for file in paths.MIGRATIONS.glob("[0-9]*_*.py"))


def progress(only: Collection[str] | None = None) -> Progress:
    """How far the tables are."""
    every, ran = known(), _ran()
    ours = [name for name in every if only is None or name in only]
    return Progress(len(ran.intersection(ours)), len(ours), tuple(sorted(ran.difference(every))))


def run_slice(seconds: float = SLICE, only: Collection[str] | None = None) -> Progress:
    """Run scripts until the time is up; at least one. Who comes second joins in.

    With `only` no others than these are run, and counted: what an older database had.
    """
    ends = time.monotonic() + seconds
    with _one_at_a_time():
        runner = _runner()
        create(current(), runner.History)  # the runner's own way may lose the index to a kill
        for name in _pending(runner, only):
            try:
                runner.up(target=name) if only is None else _up(runner, name)
            except peewee.IntegrityError:  # somebody else was a moment faster with this script
                if name not in runner.applied():
                    raise
            if time.monotonic() >= ends:
                break
    return progress(only)


def create(db: peewee.Database, *models: Any) -> None:
    """Make tables and indexes where they are missing; harmless when run again after a kill."""
    for model in models:
        if isinstance(db, peewee.MySQLDatabase):
            from helpdesk.db.mysql import TABLE_OPTIONS

            model._meta.table_settings = TABLE_OPTIONS
        # Indexes are named by the table with its prefix: SQLite knows a name once per database.
        model._meta.legacy_table_names = False
        model._schema.create_table(safe=True)
        there = {index.name for index in db.get_indexes(model._meta.table_name)}
        for index in model._meta.fields_to_index():
            if index._name not in there:  # MySQL has no CREATE INDEX IF NOT EXISTS
                db.execute(model._schema._create_index(index))


def add_column(db: peewee.Database, table: str, name: str, kind: str) -> None:
    """Add a column where it is missing, in one statement; `kind` is SQL, with its default. BOOL
    becomes what peewee calls it on the engine.

    Not by the migrator where the column may not be null: on SQLite it makes the table anew, and the
    rows that refer to the old one go with it; on MySQL a kill in between leaves it nullable.
    """
    if name not in {column.name for column in db.get_columns(table)}:
        if not isinstance(db, peewee.MySQLDatabase):
            kind = kind.replace("BOOL", "INTEGER")
        db.execute_sql(f"ALTER TABLE `{table}` ADD COLUMN {name} {kind}")


def other(db: peewee.Database, table: str) -> Any:
    """A stand-in for a table that is referred to: just its name and its id."""
    meta = type("Meta", (), {"database": db, "table_name": prefixed(table)})
    return type(table, (peewee.Model,), {"id": peewee.BigAutoField(), "Meta": meta})


def prefixed(table: str) -> str:
    """A table's name with this desk's prefix."""
    return prefix() + table


def _pending(runner: "playhouse.migrations.Runner", only: Collection[str] | None) -> list[str]:
    ours = [m for m in runner.status() if m.path and not m.applied]
    return [m.name for m in ours if only is None or m.name in only]


def _up(runner: "playhouse.migrations.Runner", name: str) -> None:
    """Run one script; those before it may be among the ones that are left out."""
    found = next(m for m in runner.migrations() if m.name == name)
    runner._run(name, found.load(), "up")


def _ran() -> set[str]:
    """What has run, without the runner: each process that answers one request asks this."""
    table = prefix() + TABLE
    try:
        return {name for (name,) in current().execute_sql(f"SELECT name FROM {table}")}
    except peewee.DatabaseError:
        if current().table_exists(table):
            raise
        return set()


def _runner() -> "playhouse.migrations.Runner":
    folder, table = str(paths.MIGRATIONS), prefix() + TABLE
    runner = playhouse.migrations.Runner(current(), folder, table_name=table)

    class SchemaMigration(peewee.Model):
        """As the runner's own, under the data rules: short names, UTC."""

        name = peewee.CharField(190, unique=True)
        applied = UtcDateTime(default=now)

        class Meta:
            database = runner.database
            table_name = table

    runner.History = SchemaMigration
    return runner


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two tabs, or a tab and a command: on MySQL a named lock keeps them apart. Where servers have
    one for each node (Galera) both may go on, and the slower one may fail; running again is
    harmless. On SQLite each script is a transaction, and the second finds that it ran."""
    if not is_mysql():
        yield
        return
    name = f"{current().database}.{prefix()}"[:64]
    try:
        got = current().execute_sql("SELECT GET_LOCK(%s, %s)", (name, LOCK_SECONDS)).fetchone()[0]
    except peewee.PeeweeException:
        got = None
    if got == 0:
        raise Unavailable(_("Somebody else is updating the tables at this moment."))
    try:
        yield
    finally:
        if got:
            current().execute_sql("SELECT RELEASE_LOCK(%s)", (name,))
