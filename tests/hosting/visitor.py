"""A visitor's browser that notes what it is answered, and knows where the host is.

It asks 127.0.0.1 for every name, as no name server knows those of the tests, and takes the tests'
own certificate.
"""

import http.client
import json
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

from tests.packaging.smoke import Browser, Form, Forms

HERE = "127.0.0.1"
SECONDS = 60
Answer = tuple[int, str, str]
_UNCHECKED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_UNCHECKED.check_hostname, _UNCHECKED.verify_mode = False, ssl.CERT_NONE


@dataclass(frozen=True)
class Noted:
    """One answer, redirects included."""

    url: str
    status: int
    headers: Message
    body: bytes = b""


class Visitor(Browser):
    """Keeps cookies, follows redirects, sends forms and files; `noted` is what came of it."""

    def __init__(self, address: str, *, source: str = "", **headers: str) -> None:
        super().__init__(address)
        self.noted: list[Noted] = []
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar),
            _Plain(source),
            _Secure(source),
            _Redirects(self.noted),
        )
        self._opener.addheaders = [("User-Agent", "Mozilla/5.0"), *headers.items()]

    def form(self, path: str, having: str) -> tuple[Form, str]:
        """The form of a page that has a field, and where it is sent."""
        status, page, here = self.get(self.address + path)
        assert status == 200, (status, here, page[:3000])
        for form in Forms(page).found:
            if having in form.names:
                return form, urllib.parse.urljoin(here, form.action or here)
        raise AssertionError(f"no form with {having} at {here}: {page[:3000]}")

    def press(self, path: str, having: str, **typed: str) -> Answer:
        """Fill in the form of a page and press its button, which may have a name of its own."""
        form, target = self.form(path, having)
        assert not set(typed) - form.names, (set(typed), form.names)
        return self.post(target, {**form.fields, **typed})

    def attach(self, path: str, having: str, files: Mapping[str, bytes], **typed: str) -> Answer:
        """The same with files."""
        form, target = self.form(path, having)
        body, kind = multipart({**form.fields, **typed}, "attachments", files)
        return self.post(target, body, kind)

    def post(self, target: str, sent: Any, kind: str = "", **headers: str) -> Answer:
        """Send fields, or a body of some kind."""
        if isinstance(sent, dict):
            sent, kind = (
                urllib.parse.urlencode(sent, doseq=True).encode(),
                "application/x-www-form-urlencoded",
            )
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(target))
        told = {"Origin": origin, "Content-Type": kind, **headers}
        return self._open(urllib.request.Request(target, sent, told))

    def fetch(self, target: str, **headers: str) -> Noted:
        """Get an address; the answer with its headers and bytes."""
        self._open(
            urllib.request.Request(urllib.parse.urljoin(self.address + "/", target), None, headers)
        )
        return self.noted[-1]

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            answer = self._opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
            self.noted.append(Noted(answer.geturl(), answer.status, answer.headers, body))
            return answer.status, body.decode("utf-8", "replace"), answer.geturl()


class Links(HTMLParser):
    """All addresses that a page refers to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What a browser could follow, fetch or send to."""
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction", "data-hd-upload") and value:
                self.found.append(value)


def multipart(
    fields: Mapping[str, str], name: str, files: Mapping[str, bytes]
) -> tuple[bytes, str]:
    """A body as browsers make it, and its content type."""
    sign, parts = "----hosting7MA4YWxkTrZu0gW", []
    for key, value in fields.items():
        parts += [
            f'--{sign}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        ]
    for filename, content in files.items():
        head = (
            f'--{sign}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        )
        parts += [
            head.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            content,
            b"\r\n",
        ]
    return b"".join([*parts, f"--{sign}--\r\n".encode()]), f"multipart/form-data; boundary={sign}"


def raw(
    port: int, lines: Iterable[str], body: bytes = b"", *, tls: bool = False
) -> tuple[int, dict[str, str], bytes]:
    """Send a request as it stands, with a path that a library would have tidied up."""
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    with _connected(port, tls=tls) as connection:
        connection.sendall(head.encode("latin-1") + body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def _connected(
    port: int, source: str = "", *, tls: bool = False, timeout: float = SECONDS
) -> socket.socket:
    own = (source, 0) if source else None
    plain = socket.create_connection((HERE, port), timeout, own)
    if not tls:
        return plain
    return _UNCHECKED.wrap_socket(plain, server_hostname="desk.bakery.example")


def told(answer: Answer) -> Any:
    """An answer for a script."""
    return json.loads(answer[1])


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection(http.client.HTTPConnection, self._source), request)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        kind = _connection(http.client.HTTPSConnection, self._source)
        return self.do_open(kind, request, context=_UNCHECKED)


def _connection(kind: Any, source: str) -> Any:
    """A kind of connection that leads here for every name, from an address of this machine's."""

    class Here(kind):
        def connect(self) -> None:
            tls = kind is http.client.HTTPSConnection
            self.sock = _connected(self.port, source, tls=tls)

    return Here


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, noted: list[Noted]) -> None:
        self._noted = noted

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        self._noted.append(Noted(req.full_url, code, headers))
        return super().redirect_request(req, fp, code, msg, headers, newurl)
