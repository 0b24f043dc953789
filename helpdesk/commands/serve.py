"""Stand-alone: several waitress processes on one listening socket, and a thread for timed work."""

import argparse
import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import waitress
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher, WSGITask

from helpdesk import config, logs, paths
from helpdesk.app import app_of
from helpdesk.errors import Unavailable
from helpdesk.installation import state
from helpdesk.web.desk import Desk
from helpdesk.web.forms import IN_MEMORY
from helpdesk.work import Worker

THREADS = 4  # a process: Python runs one at a time, each holds a connection and its memory
SOON = 1.0  # seconds below which a process's life was so short that the next one waits as long
log = logging.getLogger("helpdesk.serve")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said on the command line."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--prefix", default="", help="path under which the desk hangs: /helpdesk")
    parser.add_argument("--processes", type=int, default=1)


def run(chosen: argparse.Namespace) -> int:
    """Listen until a signal ends it."""
    folder = _folder()
    prefix = "/" + chosen.prefix.strip("/") if chosen.prefix.strip("/") else ""
    try:
        listening = _listening(chosen.host, chosen.port)
    except OSError as error:
        print(
            f"Port {chosen.port} can't be used: {error.strerror}. Try --port with another one.",
            file=sys.stderr,
        )
        return 1
    port = listening.getsockname()[1]
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}{prefix}"
    code = "" if config.exists(folder) else state.standalone_code(folder)
    print(f"{here}/install/?code={code}" if code else f"{here}/", flush=True)
    if chosen.processes > 1 and hasattr(os, "fork"):
        return _several(chosen.processes, folder, listening, prefix)
    _serve(folder, listening, prefix)
    return 0


def tune() -> None:
    """Set this process up for many short requests side by side."""
    sys.setswitchinterval(0.00005)  # with threads of short requests: a fifth more of them
    gc.set_threshold(5_000, 20, 20)  # a page makes some thousand objects; ours aren't cyclic


class LastFirst:
    """Where threads wait for work: woken is who went to sleep last, whose caches are warm, and its
    connection's. While little is to do, one or two threads do it all."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock  # held by whoever calls
        self._asleep: list[threading.Lock] = []

    def wait(self) -> None:
        """Sleep until woken; the lock is free meanwhile."""
        gate = threading.Lock()
        gate.acquire()
        self._asleep.append(gate)
        self._lock.release()
        try:
            gate.acquire()
        finally:
            self._lock.acquire()

    def notify(self, count: int = 1) -> None:
        """Wake so many, as far as they are there."""
        for _number in range(min(count, len(self._asleep))):
            self._asleep.pop().release()

    def notify_all(self) -> None:
        """Wake all."""
        self.notify(len(self._asleep))


class _Dispatcher(ThreadedTaskDispatcher):
    """Waitress's own, with another order of waking."""

    def __init__(self) -> None:
        super().__init__()
        self.queue_cv = LastFirst(self.lock)


class _Task(WSGITask):
    """Keeps the connection after an answer without a body, whose end is known (RFC 9112, 6.3):
    each page asks every few seconds, and mostly nothing is new."""

    def set_close_on_finish(self) -> None:
        told = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version == "1.0" or told == "close":
            super().set_close_on_finish()


class _Channel(HTTPChannel):
    task_class = _Task


def application(folder: Path) -> tuple[Any, Worker]:
    """The desk and what does its timed work. They share one `Desk`: the models are those of the
    whole process, so neither goes over to other tables in the middle of the other's work."""
    desk = Desk(folder, resident=True, has_thread=True)
    return app_of(desk), Worker(desk)


def server(app: Any, listening: socket.socket, prefix: str = "") -> Any:
    """Waitress on an open socket, as the desk is served everywhere it stands alone."""
    gc.collect()
    gc.freeze()  # what is there by now stays: nobody needs to look through it for garbage
    dispatcher = _Dispatcher()
    dispatcher.set_thread_count(THREADS)
    made = waitress.create_server(
        app,
        _dispatcher=dispatcher,
        sockets=[listening],
        inbuf_overflow=IN_MEMORY,
        url_prefix=prefix,
        ident="",
        clear_untrusted_proxy_headers=False,  # the desk believes only proxies that were named
    )
    made.channel_class = _Channel
    return made


def _folder() -> Path:
    folder = paths.data_folder() or paths.ROOT / "data"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The data folder {folder} can't be made: {error.strerror}") from error
    os.environ["HELPDESK_DATA"] = str(folder)
    return folder


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(256)
    return listening


def _serve(folder: Path, listening: socket.socket, prefix: str) -> None:
    tune()
    logs.to_file(folder)
    app, worker = application(folder)
    worker.start()
    signal.signal(signal.SIGTERM, _end)
    try:
        server(app, listening, prefix).run()
    finally:
        worker.stop()


def _several(count: int, folder: Path, listening: socket.socket, prefix: str) -> int:
    """Fork the processes; one that dies is replaced, a signal ends them all."""
    children: dict[int, float] = {}
    alive = os.pipe()  # closed by the system when this process ends, in whatever way

    def start() -> None:
        child = os.fork()
        if child == 0:
            _child(folder, listening, prefix, alive)
        children[child] = time.monotonic()

    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    try:
        for _number in range(count):
            start()
        while True:
            ended, status = os.wait()
            log.warning("process %d ended (%d) and is replaced", ended, status)
            if time.monotonic() - children.pop(ended, 0.0) < SOON:
                time.sleep(SOON)
            start()
    finally:
        _end_all(set(children))


def _child(folder: Path, listening: socket.socket, prefix: str, alive: tuple[int, int]) -> NoReturn:
    """Serve until a signal or the parent's end."""
    code = 1
    try:
        os.close(alive[1])
        threading.Thread(target=_end_with_parent, args=(alive[0],), daemon=True).start()
        _serve(folder, listening, prefix)
        code = 0
    except SystemExit:
        code = 0
    except Exception:
        log.exception("this process can't serve")
    finally:
        os._exit(code)


def _end_with_parent(alive: int) -> None:
    os.read(alive, 1)  # nobody writes: it returns when the parent is gone
    os.kill(os.getpid(), signal.SIGTERM)


def _end_all(children: set[int]) -> None:
    """Ask the processes to end, and wait until they have."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
    for child in children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _end(number: int, frame: Any) -> None:
    raise SystemExit(0)
