"""From any older schema to this code's: numbered scripts, run once each, in order.

A new installation runs the same scripts. MySQL can't take DDL back, so a script makes one change
and does no harm when it is run again after a kill at any point. Scripts hold frozen copies of the
tables they touch and import nothing of the desk but this module's helpers and `db.fields`.
"""

import time
from dataclasses import dataclass
from typing import Any

import peewee
from playhouse.migrations import Runner

from helpdesk import paths
from helpdesk.db import database, prefix

SLICE = 5.0  # seconds; hosts cut requests off after 30 and more


@dataclass(frozen=True)
class Progress:
    """How many scripts have run, of how many."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        """Whether the tables fit the code."""
        return self.done >= self.total


def progress() -> Progress:
    """How far the tables are."""
    rows = _runner().status()
    return Progress(sum(1 for m in rows if m.path and m.applied), sum(1 for m in rows if m.path))


def unknown() -> list[str]:
    """Scripts that ran here but aren't in this code: the database is of a newer release."""
    return [m.name for m in _runner().status() if m.path is None]


def run_slice(seconds: float = SLICE) -> Progress:
    """Run scripts until the time is up; at least one."""
    runner, ends = _runner(), time.monotonic() + seconds
    waiting = [m.name for m in runner.status() if m.path and not m.applied]
    for name in waiting:
        runner.up(target=name)
        if time.monotonic() >= ends:
            break
    return progress()


def create(db: peewee.Database, *models: Any) -> None:
    """Make tables and indexes where they are missing; harmless when run again after a kill."""
    for model in models:
        if isinstance(db, peewee.MySQLDatabase):
            from helpdesk.db.mysql import TABLE_OPTIONS

            model._meta.table_settings = TABLE_OPTIONS
        model._schema.create_table(safe=True)
        there = {index.name for index in db.get_indexes(model._meta.table_name)}
        for index in model._meta.fields_to_index():
            if index._name not in there:  # MySQL has no CREATE INDEX IF NOT EXISTS
                db.execute(model._schema._create_index(index))


def other(db: peewee.Database, table: str) -> Any:
    """A stand-in for a table that is referred to: just its name and its id."""
    meta = type("Meta", (), {"database": db, "table_name": prefixed(table)})
    return type(table, (peewee.Model,), {"id": peewee.BigAutoField(), "Meta": meta})


def prefixed(table: str) -> str:
    """A table's name with this desk's prefix."""
    return prefix() + table


def _runner() -> Runner:
    return Runner(database.obj, str(paths.MIGRATIONS), table_name=prefix() + "schema_migration")
