"""Talking to a mail server (RFC 5321): one connection for many mails, nothing without a limit."""

import base64
import contextlib
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from helpdesk import settings
from helpdesk.i18n import _
from helpdesk.mail import ids, troubles
from helpdesk.mail.letter import Letter
from helpdesk.mail.troubles import Trouble

STEPS_MOST = 3  # times as long as one answer may take, for a whole mail or log-in


@dataclass(frozen=True)
class Server:
    """A mail server, and how to talk to it."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    verify: bool
    timeout: float
    helo: str

    @classmethod
    def from_settings(cls) -> "Server":
        """The one of the settings; raises Trouble when the password can't be opened any more."""
        if not settings.is_readable("mail.password"):
            words = _("The stored password can't be read any more. Enter it again in the settings.")
            raise Trouble("password lost", words)
        return cls(
            settings.get("mail.host"),
            settings.get("mail.port"),
            settings.get("mail.security"),
            settings.get("mail.user"),
            settings.get("mail.password"),
            settings.get("mail.verify"),
            settings.get("mail.timeout"),
            ids.domain(),
        )


class Connection:
    """A conversation with a server. Every method raises Trouble, and nothing else."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._client: _Client | None = None

    def open(self) -> None:
        """Connect, encrypt, sign in."""
        client = self._client = _Client(self.server)
        try:
            with _limited(client, self.server.timeout * STEPS_MOST):
                _begin(client, self.server)
        except Exception as error:
            self.close()
            server = self.server
            raise troubles.on_the_way(error, server.host, server.port, server.security) from error

    def send(self, letter: Letter) -> None:
        """Hand over one mail, to one recipient; a broken connection is opened again."""
        if self._client is None or not self._alive():
            self.close()
            self.open()
        assert self._client is not None
        try:
            with _limited(self._client, self.server.timeout * STEPS_MOST):
                _hand_over(self._client, letter)
        except Trouble as found:
            if found.kind == "busy":
                self.close()
            else:
                self._reset()
            raise
        except Exception as error:
            self.close()
            words = _("The connection broke while the mail was handed over. It is tried again.")
            raise Trouble("dropped", words, f"{type(error).__name__}: {error}"[:200]) from error

    def check_sender(self, address: str) -> None:
        """Ask whether the server lets us send as this address."""
        assert self._client is not None
        try:
            with _limited(self._client, self.server.timeout * STEPS_MOST):
                _mail_from(self._client, address, [])
        except Trouble:
            raise
        except Exception as error:
            server = self.server
            raise troubles.on_the_way(error, server.host, server.port, server.security) from error

    def close(self) -> None:
        """Say good-bye if the server still listens."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception), _limited(client, 2.0):
            if client.sock is not None:
                client.quit()
        with contextlib.suppress(Exception):
            client.close()

    def _alive(self) -> bool:
        """Whether a connection from the mail before still stands."""
        assert self._client is not None
        try:
            with _limited(self._client, self.server.timeout):
                return bool(self._client.noop()[0] == 250)
        except Exception:
            return False

    def _reset(self) -> None:
        try:
            assert self._client is not None
            with _limited(self._client, self.server.timeout):
                self._client.rset()
        except Exception:
            self.close()


class _Client(smtplib.SMTP):
    """The standard library's, with one limit for all addresses of a name and TLS from the start."""

    def __init__(self, server: Server) -> None:
        super().__init__(local_hostname=server.helo, timeout=server.timeout)
        self.server = server
        self._host = server.host  # what STARTTLS compares the certificate with
        self.command_encoding = "utf-8"

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made = _connected(host, port, timeout)
        if self.server.security != "tls":
            return made
        try:
            return _context(self.server).wrap_socket(made, server_hostname=host)
        except Exception:
            made.close()
            raise


def _begin(client: _Client, server: Server) -> None:
    code, said = client.connect(server.host, server.port)
    if code != 220:
        raise Trouble(
            "busy", _("The mail server doesn't want to talk now."), troubles.line(code, said)
        )
    client.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not client.has_extn("starttls"):
            raise troubles.no_starttls(server.host)
        code, said = client.starttls(context=_context(server))
        if code != 220:
            raise troubles.no_starttls(server.host)
        client.ehlo_or_helo_if_needed()
    if server.user:
        _sign_in(client, server)


def _sign_in(client: _Client, server: Server) -> None:
    """By PLAIN or LOGIN in UTF-8 (RFC 4616), which the standard library's own way can't."""
    said: bytes | str
    offered = client.esmtp_features.get("auth", "").upper().split()
    user, password = server.user.encode(), server.password.encode()
    if "PLAIN" in offered:
        code, said = client.docmd("AUTH", "PLAIN " + _encoded(b"\0" + user + b"\0" + password))
    elif "LOGIN" in offered:
        code, said = client.docmd("AUTH", "LOGIN " + _encoded(user))
        if code == 334:
            code, said = client.docmd(_encoded(password))
    elif "CRAM-MD5" in offered:
        try:
            client.user, client.password = server.user, server.password
            code, said = client.auth("CRAM-MD5", client.auth_cram_md5)
        except smtplib.SMTPAuthenticationError as error:
            code, said = error.smtp_code, error.smtp_error
    else:
        raise troubles.no_login()
    if code not in (235, 503):  # 503: signed in already
        raise troubles.login(code, said)


def _hand_over(client: _Client, letter: Letter) -> None:
    options = []
    if letter.needs_utf8:
        if not client.has_extn("smtputf8"):
            words = _("The mail server can't write to %(email)s: it knows plain letters only.")
            raise Trouble("utf8", words % {"email": letter.recipient})
        options = ["SMTPUTF8"] + (["BODY=8BITMIME"] if client.has_extn("8bitmime") else [])
    if client.has_extn("size"):
        options.append(f"SIZE={len(letter.data)}")
    _mail_from(client, letter.sender, options, letter.recipient)
    said: bytes | str
    code, said = client.rcpt(letter.recipient)
    _understood(code, said)
    if code not in (250, 251):
        raise troubles.recipient(code, said, letter.recipient)
    try:
        code, said = client.data(letter.data)
    except smtplib.SMTPDataError as error:
        code, said = error.smtp_code, error.smtp_error
    _understood(code, said)
    if code != 250:
        raise troubles.recipient(code, said, letter.recipient)


def _mail_from(client: _Client, sender: str, options: list[str], recipient: str = "") -> None:
    code, said = client.mail(sender, options)
    _understood(code, said)
    if code == 552 and recipient:  # by the size that was told
        raise troubles.recipient(code, said, recipient)
    if code != 250:
        raise troubles.sender(code, said, sender)


def _understood(code: int, said: bytes | str) -> None:
    if not 200 <= code < 600:
        words = _("What the mail server answers can't be understood.")
        raise Trouble("busy", words, troubles.line(code, said))


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    """To the first address that answers; the limit is for all of them together."""
    ends, last = time.monotonic() + timeout, OSError(_("no address"))
    for family, kind, protocol, _name, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(max(0.1, ends - time.monotonic()))
            made.connect(address)
            made.settimeout(timeout)
            return made
        except OSError as error:
            made.close()
            last = error
    raise last


@contextmanager
def _limited(client: _Client, seconds: float) -> Iterator[None]:
    """Cut the connection when all of it takes too long: a server that drips a sign at a time keeps
    to every single limit."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if client.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(client.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if late.is_set():
            raise TimeoutError("all of it took too long") from error
        raise
    finally:
        timer.cancel()


def _context(server: Server) -> ssl.SSLContext:
    context: Any = ssl.create_default_context()
    if not server.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context  # type: ignore[no-any-return]


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
