"""The processes that are measured: started, looked at, ended."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import Browser
from helpdesk import paths

_ENDS_WITHIN = 20  # seconds


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def servers(self) -> list[int]:
        """The processes that answer: the children, or the only one."""
        own = self.process.pid
        found = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [int(child) for child in found] or [own]


@contextmanager
def served(folder: Path, processes: int) -> Iterator[Running]:
    """The desk and the floors on a free port of the loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        number = listening.fileno()
        command = [sys.executable, "-m", "bench.server", str(folder), str(number), str(processes)]
        process = _started(command, folder, number)
        port = listening.getsockname()[1]
    try:
        yield Running(port, process)
    finally:
        _end(process)


def start_ms(folder: Path) -> float:
    """From the start of `serve` to its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = _started([sys.executable, "-m", "helpdesk", "serve", "--port", str(port)], folder)
    try:
        while True:
            try:
                if Browser(port).get("/").status == 200:
                    return (time.perf_counter() - began) * 1000
            except ConnectionError:
                if process.poll() is not None:
                    raise RuntimeError("the server ended at once") from None
                time.sleep(0.002)
    finally:
        _end(process)


def memory_mb(process: int) -> float:
    """The proportional set of a process: what it has alone, and its part of what it shares."""
    found = re.search(r"Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _started(command: list[str], folder: Path, *inherited: int) -> subprocess.Popen[bytes]:
    above = os.pathsep.join([str(paths.ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**os.environ, "HELPDESK_DATA": str(folder), "PYTHONPATH": above}
    return subprocess.Popen(
        command,
        cwd=paths.ROOT,
        env=environment,
        pass_fds=inherited,
        stdout=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
