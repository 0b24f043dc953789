"""A crowd at work: threads in step, a point where they meet, and a rival who holds rows."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pymysql

from helpdesk import db
from helpdesk.config import Database
from helpdesk.db import mysql
from helpdesk.db.mysql import address as addresses

Given = TypeVar("Given")
LONG = 60.0  # seconds after which something that should have happened never will


def run_together(works: Sequence[Callable[[], Given]]) -> list[Given]:
    """Run each in a thread, all from the same moment on; the results are in the works' order.

    Raises what one of them raised.
    """
    results: dict[int, Given] = {}
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(number: int, work: Callable[[], Given]) -> None:
        try:
            start.wait(LONG)
            results[number] = work()
        except BaseException as error:
            errors.append(error)
        finally:
            db._close()

    threads = [
        threading.Thread(target=run, args=(number, work), daemon=True)
        for number, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * LONG)
        assert not thread.is_alive(), "still at work"
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(works))]


def in_thread(work: Callable[[], Given]) -> Given:
    """Run it as another thread of the server would, on a connection of its own."""
    return run_together([work])[0]


class Meeting:
    """A point where threads wait for each other, once each; later they pass."""

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties)
        self._been: set[int] = set()

    def once_each(self) -> None:
        """Wait for the others the first time this thread comes by."""
        if threading.get_ident() not in self._been:
            self._been.add(threading.get_ident())
            self._barrier.wait(LONG)


@contextmanager
def rival(address: Database) -> Iterator[Any]:
    """Another connection to the MariaDB of a desk, in a transaction of its own."""
    arguments = mysql.connect_arguments(addresses.of(address))
    connection = pymysql.connect(**arguments)
    try:
        yield connection
        connection.rollback()
    finally:
        connection.close()
