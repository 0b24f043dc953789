"""Secrets at rest: sealed before they are stored, in the Fernet format.

Fernet (AES-128-CBC, then HMAC-SHA256 over everything, its first byte the version) through
`cryptography` where it is installed, else over the AES of the vendored `pyaes`; either opens what
the other sealed. The key is derived from the configuration's secret key, so a stolen database
alone gives no password away.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
import time
from importlib import import_module
from typing import Any

PURPOSE = b"helpdesk secrets at rest 1"
_VERSION, _HEAD, _BLOCK, _MAC = 0x80, 25, 16, 32
IV = _BLOCK  # bytes of chance at the beginning of a token
CLOCK_SKEW = 60  # seconds that another machine's clock may be ahead
_key = _root = b""


class Unreadable(Exception):
    """What was sealed can't be opened: another key, another format, or damaged."""


def use(secret_key: str) -> None:
    """Seal and open with keys derived from the configuration's secret key."""
    global _key, _root
    _root = secret_key.encode()
    _key = hkdf(_root, PURPOSE, 32)


def key_for(purpose: str) -> bytes:
    """A key of its own for signatures of one purpose."""
    if not _root:
        raise RuntimeError("no key yet: the configuration wasn't read")
    return hkdf(_root, f"helpdesk signature: {purpose}".encode(), 32)


def signature(purpose: str, value: str) -> str:
    """A signature of 144 bits over a value, in 24 signs that may stand in an address."""
    mac = hmac.new(key_for(purpose), value.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:18]).decode()


def is_signed(purpose: str, value: str, given: str) -> bool:
    """Whether a signature fits; the time that this takes tells nothing."""
    return hmac.compare_digest(signature(purpose, value).encode(), given.encode("utf-8", "replace"))


def seal(text: str) -> str:
    """The text as a token that only this desk can open."""
    if not _key:
        raise RuntimeError("no key yet: the configuration wasn't read")
    if fernet := _compiled(_key):
        return str(fernet.encrypt(text.encode()).decode())
    return encrypt(_key, text.encode(), at=int(time.time()), iv=os.urandom(_BLOCK))


def unseal(token: str) -> str:
    """The text of a token; raises Unreadable."""
    if not _key:
        raise Unreadable("no key yet")
    if fernet := _compiled(_key):
        try:
            return str(fernet.decrypt(token.encode()).decode())
        except Exception as error:
            raise Unreadable("made with another key, or changed since") from error
    return decrypt(_key, token).decode()


def hkdf(secret: bytes, info: bytes, length: int, salt: bytes = b"") -> bytes:
    """Keys from a secret (HKDF with SHA-256, RFC 5869); the info keeps the purposes apart."""
    extracted = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    made, block = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.new(extracted, block + info + bytes([number]), hashlib.sha256).digest()
        made += block
    return made[:length]


def encrypt(key: bytes, data: bytes, *, at: int, iv: bytes) -> str:
    """A Fernet token, all of whose ingredients are given; without `cryptography`."""
    fill = _BLOCK - len(data) % _BLOCK
    head = struct.pack(">BQ", _VERSION, at) + iv
    body = head + _cbc(key[16:], iv, data + bytes([fill]) * fill, forwards=True)
    mac = hmac.new(key[:16], body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(body + mac).decode()


def decrypt(key: bytes, token: str, *, lasts: int | None = None, at: int | None = None) -> bytes:
    """The data of a Fernet token; with `lasts` only within so many seconds of its making.

    The signature is compared before anything else is looked at. Raises Unreadable.
    """
    raw = _decoded(token)
    body, mac = raw[:-_MAC], raw[-_MAC:]
    long_enough = len(body) >= _HEAD + _BLOCK and not (len(body) - _HEAD) % _BLOCK
    if not long_enough or body[0] != _VERSION:
        raise Unreadable("no token of this version")
    if not hmac.compare_digest(mac, hmac.new(key[:16], body, hashlib.sha256).digest()):
        raise Unreadable("made with another key, or changed since")
    if lasts is not None:
        made, moment = struct.unpack(">Q", body[1:9])[0], int(time.time()) if at is None else at
        if made + lasts < moment or made > moment + CLOCK_SKEW:
            raise Unreadable("too old, or not of this time")
    return _without_fill(_cbc(key[16:], body[9:_HEAD], body[_HEAD:], forwards=False))


def _decoded(token: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except (ValueError, binascii.Error) as error:
        raise Unreadable("no token") from error
    if base64.urlsafe_b64encode(raw).decode() != token:  # what Python skips or cuts off by itself
        raise Unreadable("no token")
    return raw


def _without_fill(data: bytes) -> bytes:
    fill = data[-1]
    if not 1 <= fill <= _BLOCK or data[-fill:] != bytes([fill]) * fill:
        raise Unreadable("wrongly filled up")
    return data[:-fill]


def _cbc(key: bytes, iv: bytes, data: bytes, *, forwards: bool) -> bytes:
    pyaes: Any = import_module("helpdesk.vendor.pyaes")
    cipher = pyaes.AESModeOfOperationCBC(key, iv)
    step = cipher.encrypt if forwards else cipher.decrypt
    return b"".join(step(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK))


def _compiled(key: bytes) -> Any:
    """`cryptography`'s own, where it is installed and works."""
    try:
        from cryptography.fernet import Fernet
    except Exception:  # a compiled library of another Python or system fails in many ways
        return None
    return Fernet(base64.urlsafe_b64encode(key))
