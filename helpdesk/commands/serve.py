"""Stand-alone: several waitress processes on one listening socket, and a thread for timed work."""

import argparse
import logging
import os
import signal
import socket
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import waitress

from helpdesk import config, paths
from helpdesk.app import create_app
from helpdesk.installation import state
from helpdesk.web.desk import Desk
from helpdesk.work import Worker

THREADS = 8
LOG_MOST = 2_000_000  # bytes of a log file before it is turned over


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


def _folder() -> Path:
    folder = paths.data_folder() or paths.ROOT / "data"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    sys.setswitchinterval(0.00005)  # with threads of short requests: a fifth more of them
    _log_to(folder)
    app = create_app(folder, resident=True)
    worker = Worker(Desk(folder, resident=True))
    worker.start()
    signal.signal(signal.SIGTERM, _end)
    server: Any = waitress.create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        url_prefix=prefix,
        ident="",
        clear_untrusted_proxy_headers=False,  # the desk believes only proxies that were named
    )
    try:
        server.run()
    finally:
        worker.stop()


def _several(count: int, folder: Path, listening: socket.socket, prefix: str) -> int:
    """Fork the processes; one that dies is replaced, a signal ends them all."""
    children: set[int] = set()

    def end(number: int, _frame: Any) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(0)

    def start() -> None:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _serve(folder, listening, prefix)
            os._exit(0)
        children.add(child)

    for _number in range(count):
        start()
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while True:
        ended, _status = os.wait()
        children.discard(ended)
        start()


def _end(number: int, frame: Any) -> None:
    raise SystemExit(0)


def _log_to(folder: Path) -> None:
    (folder / "log").mkdir(mode=0o700, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "log" / "helpdesk.log", maxBytes=LOG_MOST, backupCount=5, encoding="utf-8"
    )
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s")
    )
    logging.getLogger("helpdesk").addHandler(handler)
