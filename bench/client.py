"""A browser as small as can be, so that what is measured is the server."""

import gzip
import re
import socket
import time
from dataclasses import dataclass, field

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_BOUNDARY = "benchbenchbench"


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire_bytes: int
    ms: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def token(self) -> str:
        """The form token in this page."""
        found = _TOKEN.search(self.text)
        if found is None:
            raise RuntimeError(f"no form in an answer with status {self.status}")
        return found[1]


@dataclass
class Browser:
    """One kept connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self.send(self.request("GET", path))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form as browsers send one with files."""
        return self.send(self.form(path, fields))

    def form(self, path: str, fields: dict[str, str]) -> bytes:
        """The bytes of a form."""
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        body = ("".join(parts) + f"--{_BOUNDARY}--\r\n").encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        return self.request("POST", path, body, kind)

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> bytes:
        """The bytes of a request."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += ["Accept-Encoding: gzip", "Accept: text/html", "Accept-Language: en"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def send(self, raw: bytes) -> Answer:
        """Send a request and wait for the whole answer."""
        connection = self._connected()
        began = time.perf_counter()
        connection.sendall(raw)
        head, body = read(connection)
        ms = (time.perf_counter() - began) * 1000
        return self._understood(head, body, ms)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), 120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _understood(self, head: bytes, body: bytes, ms: float) -> Answer:
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _colon, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _sign, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0].strip('"')
        if headers.get("connection", "").lower() == "close":
            self.close()
        whole = len(head) + 4 + len(body)
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        return Answer(int(first.split()[1]), headers, plain, whole, ms)


def read(connection: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of one answer, as sent."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(connection)
    head, _blank, body = received.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if found is None and b" 204 " in head[:20]:
        return head, b""  # has no body, so no length of one either
    if found is None:
        raise RuntimeError("an answer without a length: " + head.decode("latin-1"))
    length = int(found[1])
    pieces, missing = [body], length - len(body)
    while missing > 0:
        pieces.append(_some(connection))
        missing -= len(pieces[-1])
    return head, b"".join(pieces)


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 18)
    if not data:
        raise ConnectionError("the server hung up")
    return data
