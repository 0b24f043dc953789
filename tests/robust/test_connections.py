"""Connections that browsers keep, and the threads that serve them."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from html import unescape
from http.client import HTTPConnection
from typing import Any

import pytest

from helpdesk.commands import serve
from tests.robust.servers import Browser, Serving


@pytest.fixture
def question(served: Serving) -> Iterator[tuple[HTTPConnection, str, dict[str, str]]]:
    """A kept connection, and what the page of a ticket asks over it."""
    cleo = Browser(served)
    page = cleo.get(cleo.submit().location).text
    link = re.findall(r'href="[^"]*(/ticket/[^"?#/]+)"', page)
    page = cleo.get(link[0]).text if link else page
    found = re.search(r'data-hd-pulse="([^"]+)" data-cursor="([^"]+)"', page)
    assert found, page
    cookies = "; ".join(f"{name}={value}" for name, value in cleo.cookies.items())
    address, headers = unescape(found[1]), {"Cookie": cookies}
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        connection.request("GET", f"{address}&cursor={found[2]}", headers=headers)
        told = json.load(connection.getresponse())  # a customer's page first learns what waits
        connection.close()
        yield connection, f"{address}&cursor={told['cursor']}", headers


@pytest.mark.parametrize("engine", ["sqlite"])
def test_nothing_new_costs_no_connection(
    question: tuple[HTTPConnection, str, dict[str, str]],
) -> None:
    """Waitress alone hangs up after each answer without a body."""
    connection, address, headers = question
    connection.connect()
    first = connection.sock
    for _time in range(3):
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
        assert connection.sock is first and not answer.will_close
    connection.request("GET", address, headers={**headers, "Connection": "close"})
    answer = connection.getresponse()
    assert answer.status == 204 and answer.will_close


class Counting:
    """An application that answers who serves; at `/meet` four at a time."""

    def __init__(self) -> None:
        self.meeting = threading.Barrier(serve.THREADS, timeout=60)

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/meet":
            self.meeting.wait()
        start("200 OK", [("Content-Type", "text/plain")])
        return [threading.current_thread().name.encode()]


@pytest.fixture
def port() -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = serve.server(Counting(), listening)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield listening.getsockname()[1]
    server.close()
    server.task_dispatcher.shutdown()


def _who(port: int, path: str) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_much_work_is_shared(port: int) -> None:
    with ThreadPoolExecutor(serve.THREADS) as people:
        served = list(people.map(lambda _number: _who(port, "/meet"), range(serve.THREADS)))
    assert len(set(served)) == serve.THREADS


def test_who_went_to_sleep_last_is_woken_first() -> None:
    """Their caches are warm, and their connection's."""
    lock, woken = threading.Lock(), list[int]()
    bed = serve.LastFirst(lock)

    def sleep(number: int) -> None:
        with lock:
            asleep.release()
            bed.wait()
            woken.append(number)

    people = [threading.Thread(target=sleep, args=(number,)) for number in range(3)]
    for person in people:
        asleep = threading.Semaphore(0)
        person.start()
        asleep.acquire()
        with lock:  # free again once they sleep
            pass
    for number in (2, 1):
        with lock:
            bed.notify()
        people[number].join(60)
    with lock:
        bed.notify_all()
        bed.notify()
    people[0].join(60)
    assert woken == [2, 1, 0]
