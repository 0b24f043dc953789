"""Writing where others write too: what lost against them is run again, a bounded number of times.

InnoDB ends one of two transactions that wait for each other. A Galera cluster does so at the commit
with one of two that changed the same row on two nodes, however short they were.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import peewee

from helpdesk.db.fields import database
from helpdesk.errors import Unavailable
from helpdesk.i18n import _

TRIES = 5
PATIENCE = 15.0  # seconds; waiting for a lock takes ten each time, and hosts cut requests off
OVERTAKEN = 1020  # a row is newer than this transaction's snapshot; MariaDB from 11.6 on checks it
_DEADLOCK = {OVERTAKEN, 1205, 1213}
Value = TypeVar("Value")


def retried(work: Callable[[], Value]) -> Value:
    """What `work` returns, which is run again when its transaction lost against another one.

    `work` holds one whole transaction, or single statements that may be run twice. Inside of a
    transaction it is run once, for only all of that can be. Raises Unavailable when it is no use.
    """
    if database.in_transaction():
        return work()
    ends = time.monotonic() + PATIENCE
    for attempt in range(TRIES):
        try:
            return work()
        except peewee.OperationalError as error:
            if not is_deadlock(error):
                raise
            if time.monotonic() > ends:
                break
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
    raise Unavailable(_("Too many people are writing at once."))


def is_deadlock(error: BaseException) -> bool:
    """Whether running the whole transaction again is the cure (MySQL 1213, 1205, Galera)."""
    return code(error) in _DEADLOCK and isinstance(error, peewee.OperationalError)


def code(error: BaseException) -> int | None:
    """The server's number for an error; None where it has none."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, int) else None
