"""Clients that ask as fast as they are answered, each a process of its own.

`python -m bench.load PORT BEGINS SECONDS < REQUEST` prints how many answers came in time.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.client import Browser, read
from helpdesk import paths

CLIENTS = 8
SECONDS = 4.0
_TO_START = 1.5  # seconds until all clients are there


@dataclass(frozen=True)
class Throughput:
    """Answers a second: a page's, and the floor's under the same load."""

    name: str
    requests_s: float
    floor_requests_s: float


def compare(name: str, port: int, page: bytes, floor: bytes) -> Throughput:
    """Page and floor in turn, twice."""
    answers = {page: 0.0, floor: 0.0}
    for raw in (floor, page, floor, page):
        answers[raw] += together(port, raw) / 2
    return Throughput(name, answers[page], answers[floor])


def together(port: int, raw: bytes, seconds: float = SECONDS) -> float:
    """Answers a second to all clients together."""
    begins = time.time() + _TO_START
    command = [sys.executable, "-m", "bench.load", str(port), str(begins), str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT)}
    clients = [
        subprocess.Popen(
            command,
            cwd=paths.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _number in range(CLIENTS)
    ]
    for client in clients:
        assert client.stdin
        client.stdin.write(raw)
        client.stdin.close()
    return sum(int(client.stdout.read()) for client in clients if client.stdout) / seconds


def main(port: int, begins: float, seconds: float) -> int:
    """One client."""
    raw, count = sys.stdin.buffer.read(), 0
    browser = Browser(port)
    browser.send(raw)
    connection = browser._connected()
    time.sleep(max(0.0, begins - time.time()))
    while time.time() < begins + seconds:
        connection.sendall(raw)
        read(connection)
        count += 1
    return count


if __name__ == "__main__":
    print(main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
