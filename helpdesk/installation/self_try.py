"""The server asks itself over HTTP, as a stranger would.

The name it was called by is the visitor's word. It is followed only to an address of this very
machine (one that can be bound to), only to a web server's ports or the one that this server listens
on, and only on when what answers there knows our key: so nobody can send the desk elsewhere. A
name that leads to a proxy or to another machine can't be tried; the browser has to.
"""

import http.client
import ipaddress
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from helpdesk import security
from helpdesk.installation.exposure import HIDDEN, SERVED, Target

SECONDS = 3.0  # for all together; a server with a single thread can't answer itself
_READ = 65_536
_WEB_PORTS = {80, 443}
PATH = "/install/reached"


@dataclass(frozen=True)
class Way:
    """An address of this machine, and the name to ask it by."""

    address: str
    port: int
    scheme: str
    host: str  # as in the Host header
    counts: bool  # whether this is the way that visitors come, so that "hidden" means safe


def find(environ: Mapping[str, Any], origin: str) -> Way | None:
    """The way back to ourselves for this request; None where there is none that is safe to try."""
    try:
        parts = urlsplit(origin)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (ValueError, OSError, UnicodeError):
        return None
    address = str(found[0][4][0])
    own_port = str(environ.get("SERVER_PORT")) if _is_waitress(environ) else ""
    is_ours = str(port) == own_port
    if not (is_ours or port in _WEB_PORTS) or not _is_local(address):
        return None
    if ipaddress.ip_address(address).is_loopback and not is_ours:
        return None
    # A visitor from this machine may be a proxy in front, which serves files that we'd not see.
    remote = str(environ.get("REMOTE_ADDR", ""))
    counts = remote not in ("", "127.0.0.1", "::1") and not _came_by_proxy(environ)
    return Way(address, port, parts.scheme, parts.netloc, counts)


def explore(
    environ: Mapping[str, Any], origin: str, base: str, targets: list[Target], key: str
) -> tuple[dict[str, str], bool]:
    """What each address gives, and whether that counts; nothing when it isn't ourselves who
    answers, or not in time."""
    ways: list[Way] = []
    results: dict[str, str] = {}

    def work() -> None:
        if way := find(environ, origin):  # asking for a name's address may take long, too
            ways.append(way)
            results.update(look(way, base, targets, key))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(SECONDS + 0.5)
    return dict(results), any(way.counts for way in ways)


def look(way: Way, base: str, targets: list[Target], key: str) -> dict[str, str]:
    """What each address gives, as far as the time suffices."""
    results: dict[str, str] = {}
    ends, nonce = time.monotonic() + SECONDS, secrets.token_hex(16)
    try:
        _status, body = _fetch(way, f"{base}{PATH}?n={nonce}", ends)
        if proof(key, nonce) not in body:
            return {}
        for target in targets:
            status, body = _fetch(way, target.address, ends)
            if status == 200 and target.mark in body:
                results[target.address] = SERVED
            elif status < 500:
                results[target.address] = HIDDEN
    except (OSError, http.client.HTTPException, ValueError):
        pass  # what was found until then still counts
    return results


def proof(key: str, nonce: str) -> str:
    """What only this desk can answer."""
    return security.sign(key, "reached", nonce[:100]).hex()


def _fetch(way: Way, path: str, ends: float) -> tuple[int, str]:
    left = max(0.1, ends - time.monotonic())
    connection = http.client.HTTPConnection(way.address, way.port, timeout=left)
    try:
        connection.connect()
        if way.scheme == "https":
            connection.sock = _tls(connection.sock, way.host)
        connection.request("GET", path, headers={"Host": way.host, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read(_READ).decode("utf-8", "replace")
    finally:
        connection.close()


def _tls(plain: socket.socket, host: str) -> ssl.SSLSocket:
    # We ask whether bytes are given out, not to whom we speak: the address is our own.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=urlsplit(f"//{host}").hostname)


def _is_local(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return not ipaddress.ip_address(address).is_unspecified


def _is_waitress(environ: Mapping[str, Any]) -> bool:
    # Of others the port may come from the Host header; waitress tells its own.
    return "waitress.client_disconnected" in environ


def _came_by_proxy(environ: Mapping[str, Any]) -> bool:
    signs = ("HTTP_VIA", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_FOR")
    return any(environ.get(sign) for sign in signs)
