"""The server of the bench, in processes of its own: the desk as `serve` serves it, and the floors.

`python -m bench.server FOLDER SOCKET PROCESSES`; the socket is an open one's number. Each answer
says in a header how many queries it took. Timed work doesn't run, so no mail leaves.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import peewee

from bench import floor
from helpdesk.app import create_app
from helpdesk.commands import serve
from helpdesk.web.desk import Desk

QUERIES = "X-Bench-Queries"
_COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")
_state = threading.local()


class Both:
    """The desk and the floors as one application, with the count of queries."""

    def __init__(self, folder: Path) -> None:
        self.desk = create_app(folder, resident=True, has_thread=True)
        self.floor = floor.app()
        Desk(folder).open()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        _state.queries = 0

        def counted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(status, [*headers, (QUERIES, str(_state.queries))], *more)

        here = self.floor if environ["PATH_INFO"].startswith("/bench/") else self.desk
        answer: Iterable[bytes] = here(environ, counted)
        return answer


def main(folder: Path, listening: socket.socket, processes: int) -> None:
    """Serve until a signal."""
    if processes == 1:
        _serve(folder, listening)
    children = []
    for _number in range(processes):
        child = os.fork()
        if child == 0:
            _serve(folder, listening)
        children.append(child)

    def end(_number: int, _frame: Any) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    while True:
        signal.pause()


def _serve(folder: Path, listening: socket.socket) -> None:
    serve.tune()
    _count_queries()
    serve.server(Both(folder), listening).run()
    os._exit(0)


def _count_queries() -> None:
    original = peewee.Database.execute_sql

    def counted(self: Any, sql: str, *arguments: Any, **more: Any) -> Any:
        if sql.startswith(_COUNTED):
            _state.queries = getattr(_state, "queries", 0) + 1
        return original(self, sql, *arguments, **more)

    peewee.Database.execute_sql = counted


if __name__ == "__main__":
    main(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])), int(sys.argv[3]))
