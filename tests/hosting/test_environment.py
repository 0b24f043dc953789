"""What reaches the app on every host: the same, whatever stands in front."""

import base64
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hosting import echo, ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.visitor import raw

BODY = bytes(range(256)) * 1000


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, release_zip: Path, installed: Path) -> Iterator[Host]:
    """Each host, with an app behind the gateway that tells what reaches it."""
    if reason := HOSTS[request.param].missing():
        pytest.skip(reason)
    made = HOSTS[request.param](release_zip)
    ready.install(made, installed)
    shutil.copyfile(str(echo.__file__), made.space.folder / "helpdesk" / "app.py")
    with made.running():
        yield made


def ask(host: Host, path: str, *lines: str, body: bytes = b"", method: str = "GET") -> Any:
    """What the app says it was asked."""
    target = f"{host.prefix}{path}"
    head = [f"{method} {target} HTTP/1.1", f"Host: {host.hostname}:{host.port}", *lines]
    status, headers, answer = raw(host.port, head, body, tls=host.scheme == "https")
    assert status == 200 and "json" in headers.get("content-type", ""), (status, answer[:2000])
    return json.loads(answer)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/", "/"),
        ("/ticket", "/ticket"),
        ("/submit?q=a%20b&x=%2F", "/submit"),
        ("/gr%C3%B6%C3%9Fer/%D0%B4", "/größer/д"),
        ("/a%20b+c%25d", "/a b+c%d"),
        ("/what%3F", "/what?"),
        ("/install/", "/install/"),
    ],
)
def test_addresses(host: Host, asked: str, path: str) -> None:
    """The prefix apart, the rest decoded once."""
    told = ask(host, asked)
    assert told["SCRIPT_NAME"] == host.prefix
    assert told["PATH_INFO"].encode("latin-1").decode("utf-8") == path
    assert told["QUERY_STRING"] == asked.partition("?")[2]
    assert told["HTTP_HOST"] == f"{host.hostname}:{host.port}"


def test_authorization(host: Host) -> None:
    """The header that programs will sign in with."""
    sent = "Basic " + base64.b64encode("anna:pässword".encode()).decode()
    assert ask(host, "/api/x", f"Authorization: {sent}")["HTTP_AUTHORIZATION"] == sent
    assert (
        ask(host, "/api/x", "Authorization: Bearer a.b-c")["HTTP_AUTHORIZATION"] == "Bearer a.b-c"
    )
    assert not ask(host, "/api/x")["HTTP_AUTHORIZATION"]


def test_bodies(host: Host) -> None:
    """With a length, and in chunks as programs send them that don't know it."""
    whole = hashlib.sha256(BODY).hexdigest()
    sized = f"Content-Length: {len(BODY)}"
    assert ask(host, "/submit", sized, body=BODY, method="POST")["sha256"] == whole
    half = len(BODY) // 2
    pieces = (BODY[:half], BODY[half:], b"")
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    told = ask(host, "/submit", "Transfer-Encoding: chunked", body=chunked, method="POST")
    assert (told["size"], told["sha256"]) == (len(BODY), whole)


def test_where_from(host: Host) -> None:
    """The address on the other end of the line, and whether that line is encrypted."""
    told = ask(host, "/", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https")
    assert told["REMOTE_ADDR"] == "127.0.0.1"  # what a header says counts later, if at all
    assert told["wsgi.url_scheme"] == "http"
