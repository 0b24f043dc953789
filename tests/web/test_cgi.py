"""One request by CGI and many by FastCGI, with a tiny app in a process of its own."""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.rules.tree import ROOT

# Its timed work can't end before somebody opens the pipe, so that nobody can have waited for it.
APP = """
import os, sys
from helpdesk.web import cgi

class Body(list):
    def close(self):
        with open({pipe!r}, "w") as pipe:
            pipe.write(" ".join([os.environ.get("HTTP_PROXY", "-"), "worked"]))

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Body([environ.get("QUERY_STRING", "").encode() * {times}])

cgi.{how}(app)
"""
ASKED = {
    "REQUEST_METHOD": "GET",
    "QUERY_STRING": "hello",
    "HTTP_PROXY": "http://evil.example",
    "SERVER_NAME": "desk.example",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
}


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """Where the app's timed work ends."""
    os.mkfifo(made := tmp_path / "pipe")
    return made


def test_the_answer_is_whole_before_timed_work(pipe: Path) -> None:
    """The server's process has ended, its streams are closed; the work goes on without them."""
    done = subprocess.run(
        [sys.executable, "-c", APP.format(pipe=str(pipe), how="run_once", times=1)],
        cwd=ROOT,
        env={**os.environ, **ASKED},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.endswith(b"\r\n\r\nhello") and not done.stderr
    assert pipe.read_text() == "- worked"


def test_who_hangs_up_is_not_missed(pipe: Path) -> None:
    """Megabytes for somebody who has gone: no complaint, and the timed work is done."""
    process = subprocess.Popen(
        [sys.executable, "-c", APP.format(pipe=str(pipe), how="run_once", times=1_000_000)],
        cwd=ROOT,
        env={**os.environ, **ASKED},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stdout.read(10) == b"Status: 20"
    process.stdout.close()
    assert pipe.read_text() == "- worked"
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0 and not said


def test_fastcgi(pipe: Path, tmp_path: Path) -> None:
    """Each answer is whole before its timed work; the next request doesn't wait for it."""
    code = APP.format(pipe=str(pipe), how="serve", times=1)
    with _served(code, tmp_path / "socket") as address:
        for word in ("first", "second"):
            head, body = _asked(address, word)
            assert head.startswith(b"Status: 200 OK") and body == word.encode()
        assert pipe.read_text().startswith("- worked")


@contextmanager
def _served(code: str, path: Path) -> Iterator[str]:
    """As a web server starts it: the listening socket is its standard input."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=listening.fileno())
    try:
        yield str(path)
    finally:
        process.kill()
        process.wait()


def _asked(address: str, query: str) -> tuple[bytes, bytes]:
    """Headers and body of one request, as a web server asks for it."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(60)
        client.connect(address)
        begin, parameters, stdin = 1, 4, 5
        pairs = {**ASKED, "QUERY_STRING": query, "SCRIPT_NAME": "", "PATH_INFO": "/"}
        said = b"".join(
            bytes([len(name), len(value)]) + (name + value).encode()
            for name, value in pairs.items()
        )
        for kind, content in (
            (begin, struct.pack("!HB5x", 1, 0)),
            (parameters, said),
            (parameters, b""),
            (stdin, b""),
        ):
            client.sendall(struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content)
        return _answer(client.makefile("rb"))


def _answer(stream: BinaryIO) -> tuple[bytes, bytes]:
    end, stdout, answer = 3, 6, b""
    while True:
        _, kind, _, length, padding = struct.unpack("!BBHHBx", stream.read(8))
        content = stream.read(length + padding)[:length]
        if kind == end:
            head, _, body = answer.partition(b"\r\n\r\n")
            return head, body
        if kind == stdout:
            answer += content
