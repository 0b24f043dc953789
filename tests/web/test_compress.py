"""gzip for HTML and JSON, when the browser takes it."""

import gzip

import pytest

from helpdesk.web.compress import LEAST, compressed
from tests.asking import raw
from tests.cast import Desk

PAGE = b"<p>" + b"words " * LEAST
HTML = "text/html; charset=utf-8"


@pytest.fixture
def engine() -> str:
    return "sqlite"


def packed(accepted: str, kind: str = HTML, body: bytes = PAGE, **more: str) -> bool:
    headers = {"Content-Type": kind, **more}
    sent = compressed(body, {"HTTP_ACCEPT_ENCODING": accepted}, headers)
    if headers.get("Content-Encoding") != "gzip":
        assert sent == body
        return False
    return gzip.decompress(sent) == body


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "GZIP", "*", "gzip;q=1.0, *;q=0"])
def test_packed_for_browsers_that_take_it(accepted: str) -> None:
    assert packed(accepted)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0", "gzip;q=0.000"])
def test_plain_for_those_that_do_not(accepted: str) -> None:
    assert not packed(accepted)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "text/plain"])
def test_other_kinds_stay_as_they_are(kind: str) -> None:
    assert not packed("gzip", kind)


def test_json_is_packed() -> None:
    assert packed("gzip", "application/json")


def test_what_is_small_or_packed_already_stays_as_it_is() -> None:
    assert not packed("gzip", body=b"x" * (LEAST - 1))
    headers = {"Content-Type": HTML, "Content-Encoding": "br"}
    assert compressed(PAGE, {"HTTP_ACCEPT_ENCODING": "gzip"}, headers) == PAGE


def test_caches_are_told_what_the_answer_depends_on(desk: Desk) -> None:
    for accepted in ("gzip", "identity"):
        answer = desk.browser().get("/", headers={"Accept-Encoding": accepted})
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"


def test_a_packed_page_is_the_plain_page(desk: Desk) -> None:
    plain, answer = raw(desk, "/"), raw(desk, "/", HTTP_ACCEPT_ENCODING="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.body) < len(plain.body) / 2
    assert gzip.decompress(answer.body) == plain.body
