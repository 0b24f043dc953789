"""Mail servers for the tests: a real one that keeps what it gets, and scripted bad ones."""

import asyncio
import email
import email.policy
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HOST = "127.0.0.1"
LONG = 60  # seconds
USER, PASSWORD = "desk@example.com", "pässword with blanks"


class Sink:
    """What a server got: parsed by the standard parser, and the envelopes.

    While `takes` isn't set it keeps whoever brings a mail waiting for the answer; `asked` is how
    many mails were brought, also those whose sender hung up.
    """

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.sessions: list[int] = []
        self.port = 0
        self.asked = 0
        self.brought, self.takes = threading.Event(), threading.Event()
        self.takes.set()

    @property
    def mails(self) -> list[EmailMessage]:
        """All mails in the order in which they came."""
        return [parsed(envelope.content) for envelope in self.envelopes]

    def to(self, address: str) -> list[EmailMessage]:
        """Mails to one address."""
        found = zip(self.mails, self.envelopes, strict=True)
        return [mail for mail, envelope in found if envelope.rcpt_tos == [address]]


class _Handler:
    """What aiosmtpd calls. It reads every attribute of its handler at each connection, so this one
    has no property that parses all mails."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep it."""
        self._sink.asked += 1
        self._sink.brought.set()
        if not self._sink.takes.is_set():
            await asyncio.to_thread(self._sink.takes.wait, LONG)
        self._sink.envelopes.append(envelope)
        self._sink.sessions.append(id(session))
        return "250 kept"


def parsed(content: bytes) -> EmailMessage:
    """A mail as programs read it."""
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says, in plain text or in HTML."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@contextmanager
def running(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, auth: bool = False
) -> Iterator[Sink]:
    """A real mail server on a free port."""
    sink = Sink()
    options: dict[str, Any] = {"enable_SMTPUTF8": True, "data_size_limit": 1_000_000}
    if auth:
        options |= {"authenticator": _check, "auth_required": True, "auth_require_tls": False}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    loop, handler = asyncio.new_event_loop(), _Handler(sink)
    serving = loop.create_server(lambda: SMTP(handler, loop=loop, **options), HOST, 0, ssl=tls)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # In its own thread from the start: in this one Playwright's loop may be running.
    server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    fits = isinstance(data, LoginPassword) and (
        data.login == USER.encode() and data.password == PASSWORD.encode()
    )
    return AuthResult(success=fits, handled=False)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate made by hand for localhost, and a server's context with it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl isn't installed")
    made, key = folder / "mail.pem", folder / "mail.key"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context


class Scripted:
    """A server that answers by a script: a function from a command to an answer, None to hang up,
    '' to say nothing more."""

    def __init__(self, answer: Callable[[str], str | None], greeting: str = "220 here") -> None:
        self.answer = answer
        self.greeting = greeting
        self.commands: list[str] = []
        self.mails: list[bytes] = []
        self.connections = 0
        self._socket = socket.create_server((HOST, 0))
        self.port = self._socket.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def drip(self) -> None:
        """Say a little again and again to whoever is connected, and never come to an end."""
        with suppress(OSError):
            while self._socket.fileno() >= 0:
                for each in list(self._open):
                    each.sendall(b"220-more\r\n")
                time.sleep(0.2)

    def close(self) -> None:
        """End it, and what hangs on it."""
        for each in (self._socket, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as lines:
            if self.greeting:
                connection.sendall(self.greeting.encode() + b"\r\n")
            for line in lines:
                command = line.decode("utf-8", "replace").strip()
                self.commands.append(command)
                if not self._reply(connection, command):
                    return
                if command.upper() == "DATA":
                    self._take(connection, lines)

    def _take(self, connection: socket.socket, lines: Any) -> None:
        taken = b""
        for line in lines:
            if line == b".\r\n":
                break
            taken += line
        self.mails.append(taken)
        if not self._reply(connection, "end of data"):
            connection.shutdown(socket.SHUT_RDWR)

    def _reply(self, connection: socket.socket, command: str) -> bool:
        said = self.answer(command)
        if said:
            connection.sendall(said.encode() + b"\r\n")
        return said is not None


def polite(command: str) -> str | None:
    """What a server says that takes everything."""
    word = command.upper().split(" ")[0].split(":")[0]
    known = {"EHLO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}
    return known.get(word, "250 fine")
