"""What a customer's first visit and each further page weigh on the wire."""

import gzip
import re

import pytest

from helpdesk import paths
from tests.asking import looked_up
from tests.cast import Desk

FIRST, LATER = 100_000, 15_000  # bytes


def wire(content: bytes) -> int:
    return len(gzip.compress(content))


@pytest.mark.parametrize("page", ["/", "/submit", "/ticket", "/ticket/forgotten", "/requests"])
def test_a_first_visit_is_light(desk: Desk, page: str) -> None:
    html = desk.browser().get(page).body
    files = {found.decode() for found in re.findall(rb"/static/([\w./-]+)\?v=", html)}
    files |= {"js/solver.js"}
    assert wire(html) + sum(wire((paths.STATIC / each).read_bytes()) for each in files) <= FIRST


def test_later_pages_are_lighter(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    pages = ("/", "/submit", "/requests", at, f"{at}/print", f"{at}/received", "/ticket/forgotten")
    assert all(wire(browser.get(page).body) <= LATER for page in pages)
