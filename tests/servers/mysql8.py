"""A scripted server that plays MySQL's log-in, for MySQL itself isn't among Debian's packages.

It speaks the protocol as far as `probe` goes: greeting, TLS upgrade, caching_sha2_password with its
short and its full log-in, mysql_native_password, and answers to a handful of queries. It also plays
servers that are full, hang, hang up, or aren't MySQL at all. What it can't show is how a real
MySQL treats tables and SQL.
"""

import contextlib
import hashlib
import re
import secrets
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from helpdesk.db.mysql import Address
from tests.servers import packets, rsa

CACHING, NATIVE = "caching_sha2_password", "mysql_native_password"
_TLS, _PLUGIN_FLAGS = 0x800, 0x1 | 0x2 | 0x4 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x80000 | 0x200000


@dataclass
class Script:
    """What the server plays."""

    version: str = "8.0.36"
    comment: str = "MySQL Community Server - GPL"
    default_plugin: str = CACHING  # what the greeting says
    plugin: str = CACHING  # what the user has
    user: str = "helpdesk"
    password: str = "secret"
    database: str = "helpdesk"
    tls: tuple[Path, Path] | None = None  # certificate and key
    tls_broken: bool = False  # offered, but the handshake fails
    greeting: Literal["normal", "too_many", "drop", "hang", "foreign"] = "normal"
    error: tuple[int, str] | None = None  # instead of letting anybody in
    max_allowed_packet: int = 67108864
    innodb: str = "DEFAULT"
    remembered: bool = False  # the short log-in works, as after a log-in by a secure way
    log: list[str] = field(default_factory=list)  # what clients did


@contextlib.contextmanager
def playing(script: Script) -> Iterator[Address]:
    """Serve a script on loopback; gives the address for the right user and password."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()
    thread = threading.Thread(target=_accept, args=(listener, script, stop), daemon=True)
    thread.start()
    try:
        yield Address(
            host="127.0.0.1",
            port=listener.getsockname()[1],
            user=script.user,
            password=script.password,
            name=script.database,
        )
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(listener: socket.socket, script: Script, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            client, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(client, script, stop), daemon=True).start()


def _serve(client: socket.socket, script: Script, stop: threading.Event) -> None:
    client.settimeout(20)
    session = _Session(client, script, stop)
    with contextlib.closing(session.wire), contextlib.suppress(OSError, EOFError):
        session.run()


class _Session:
    def __init__(self, client: socket.socket, script: Script, stop: threading.Event) -> None:
        self.wire = packets.Wire(client)
        self.script = script
        self.stop = stop
        self.secure = False
        # Twenty bytes without zeros, as MySQL makes them.
        self.salt = bytes(secrets.choice(range(1, 128)) for _ in range(20))

    def run(self) -> None:
        if self._greeted() and self._logged_in():
            while self._answered():
                pass

    def _greeted(self) -> bool:
        match self.script.greeting:
            case "too_many":
                self.wire.error(1040, "Too many connections", state="")
            case "hang":
                self.stop.wait(30)
            case "foreign":
                self.wire.raw(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
            case "normal" | "drop":
                self.wire.write(self._greeting())
        return self.script.greeting == "normal"

    def _greeting(self) -> bytes:
        flags = _PLUGIN_FLAGS | (_TLS if self.script.tls else 0)
        return (
            b"\x0a" + self.script.version.encode() + b"\0" + struct.pack("<I", 7)
            + self.salt[:8] + b"\0" + struct.pack("<HBHHB", flags & 0xFFFF, 255, 2, flags >> 16, 21)
            + bytes(10) + self.salt[8:] + b"\0" + self.script.default_plugin.encode() + b"\0"
        )  # fmt: skip

    def _logged_in(self) -> bool:
        answer = packets.Answer(self.wire.read())
        if answer.is_tls_request:
            self._to_tls()
            answer = packets.Answer(self.wire.read())
        self.script.log.append(f"login {'tls' if self.secure else 'plain'}")
        if self.script.error:
            self.wire.error(*self.script.error)
        elif not self._is_right(answer):
            self.wire.error(1045, f"Access denied for user '{answer.user}'@'127.0.0.1'")
        elif answer.database != self.script.database:
            self.wire.error(1049, f"Unknown database '{answer.database}'", state="42000")
        else:
            self.wire.ok()
            return True
        return False

    def _to_tls(self) -> None:
        if self.script.tls_broken or not self.script.tls:
            raise EOFError
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.script.tls)
        self.wire.upgrade(context)
        self.secure = True

    def _is_right(self, answer: packets.Answer) -> bool:
        scramble = answer.scramble
        if answer.plugin != self.script.plugin:
            self.wire.write(b"\xfe" + self.script.plugin.encode() + b"\0" + self.salt + b"\0")
            scramble = self.wire.read()
        if answer.user != self.script.user:
            return False
        if self.script.plugin == NATIVE:
            return scramble == self._native()
        return self._is_right_by_sha2(scramble)

    def _is_right_by_sha2(self, scramble: bytes) -> bool:
        if self.script.remembered:
            if scramble != self._sha2():
                return False
            self.script.log.append("short log-in")
            self.wire.write(b"\x01\x03")
            return True
        self.wire.write(b"\x01\x04")
        said = self._full_login()
        self.script.remembered = said == self.script.password.encode() + b"\0"
        return self.script.remembered

    def _full_login(self) -> bytes:
        said = self.wire.read()
        self.script.log.append("full log-in")
        if self.secure:
            return said
        if said != b"\x02":
            raise EOFError  # a password in the clear: MySQL hangs up
        key = rsa.Key()
        self.wire.write(b"\x01" + key.public_pem)
        return packets.xor(key.decrypt(self.wire.read()), self.salt)

    def _native(self) -> bytes:
        once = hashlib.sha1(self.script.password.encode()).digest()
        return packets.xor(once, hashlib.sha1(self.salt + hashlib.sha1(once).digest()).digest())

    def _sha2(self) -> bytes:
        once = hashlib.sha256(self.script.password.encode()).digest()
        twice = hashlib.sha256(once).digest()
        return packets.xor(once, hashlib.sha256(twice + self.salt).digest())

    def _answered(self) -> bool:
        self.wire.sequence = 0
        said = self.wire.read()
        command, text = said[0], said[1:].decode()
        if command == 1:  # COM_QUIT
            return False
        self.script.log.append(text)
        row = self._row(text) if command == 3 else None
        if row is None:
            self.wire.ok()
        else:
            self.wire.rows([row])
        return True

    def _row(self, query: str) -> list[str] | None:
        script = self.script
        if query.startswith("SHOW CREATE USER"):
            return [f"CREATE USER '{script.user}'@'%' IDENTIFIED WITH '{script.plugin}'"]
        if "information_schema.engines" in query:
            return [script.innodb]
        values = {
            "VERSION()": script.version,
            "@@version_comment": script.comment,
            "@@max_allowed_packet": str(script.max_allowed_packet),
        }
        if match := re.fullmatch(r"SELECT (.+)", query):
            return [values[name] for name in match[1].split(", ")]
        return None
