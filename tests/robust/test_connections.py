"""Connections that browsers keep."""

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from http.client import HTTPConnection

import pytest

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
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        yield connection, f"{unescape(found[1])}&cursor={found[2]}", {"Cookie": cookies}


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
