"""Measures the desk on every host of this machine and prints the table of docs/hosting.md.

    python -m tests.hosting.measure [--tickets 500] [--requests 40]

On a machine that does nothing else; CGI alone takes minutes.
"""

import argparse
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.servers.host import resident
from tests.hosting.visitor import Visitor
from tests.hosting.walk import sign_in
from tests.packaging import release

HEAD = """\
| host | works | what the visitor must do | home | list of tickets | memory |
|---|---|---|---|---|---|"""
WATCHED = 0.02  # seconds between two looks at the processes


@dataclass
class Measured:
    """Medians in seconds; the most memory that the desk's processes held together, in bytes, and
    what they hold when nobody asks."""

    home: float
    tickets: float
    most: int
    idle: int

    @property
    def memory(self) -> str:
        """In the words of the table."""
        if not self.idle:
            return f"{self.most / 1e6:.0f} MB for the time of a request"
        return f"{self.most / 1e6:.0f} MB"


def main() -> None:
    """Print the table, a line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.hosting.measure")
    parser.add_argument("--tickets", type=int, default=500)
    parser.add_argument("--requests", type=int, default=40)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = release.built(Path(folder) / "release")
        data = ready.make(archive, Path(folder) / "installed", tickets=chosen.tickets)
        print(HEAD, flush=True)
        for kind in HOSTS.values():
            print(_line(kind, archive, data, chosen.requests), flush=True)


def _line(kind: type[Host], archive: Path, data: Path, requests: int) -> str:
    if reason := kind.missing():
        return f"| {kind.title} | not tried: {reason} | | | | |"
    with ready.running(kind.name, archive, data) as host:
        found = measure(host, requests)
    times = f"{_time(found.home)} | {_time(found.tickets)}"
    return f"| {kind.title} | yes | {kind.must} | {times} | {found.memory} |"


def measure(host: Host, requests: int) -> Measured:
    """Ask for both pages, one request after the other."""
    guest, anna = Visitor(host.address), Visitor(host.address)
    sign_in(anna)
    with _Watch(host) as watch:
        home = _median(guest, "/", requests)
        tickets = _median(anna, "/admin/tickets", requests)
    time.sleep(1)  # the timed work that follows an answer isn't what stays
    return Measured(home, tickets, watch.most, sum(map(resident, host.processes())))


def _median(browser: Visitor, path: str, requests: int) -> float:
    times = []
    for number in range(requests + 3):
        began = time.perf_counter()
        assert browser.get(browser.address + path)[0] == 200
        if number >= 3:  # the first ones find cold caches
            times.append(time.perf_counter() - began)
    return statistics.median(times)


class _Watch:
    """Looks at the processes' memory again and again, in a thread."""

    def __init__(self, host: Host) -> None:
        self.most = 0
        self._host = host
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(WATCHED):
            self.most = max(self.most, sum(map(resident, self._host.processes())))


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    main()
