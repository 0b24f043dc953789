"""Form tokens: proof that a form is ours, when it was given out, and which one it is.

A token is a fresh number, the time, and a signature over both and the browser's cookie (OWASP's
signed double submit). It differs in every answer, so compression gives nothing away (BREACH).
Nothing is stored: a guest has no session before the first successful POST.
"""

import base64
import secrets
import time
from dataclasses import dataclass

from helpdesk import security

LASTS = 24 * 3600  # seconds
_NUMBER, _TIME, _MAC = 12, 5, 18  # bytes


@dataclass(frozen=True)
class Token:
    """A valid token: its number (hex) and its age in seconds."""

    number: str
    age: int


def make(key: str, binding: str) -> str:
    """A new token for the browser whose cookie is `binding`."""
    head = secrets.token_bytes(_NUMBER) + int(time.time()).to_bytes(_TIME, "big")
    return base64.urlsafe_b64encode(head + _mac(key, binding, head)).decode().rstrip("=")


def read(key: str, binding: str, token: str) -> Token | None:
    """The token, or None when it is forged, too old, or of another browser."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii", "replace") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    head = raw[: _NUMBER + _TIME]
    fits = len(raw) == _NUMBER + _TIME + _MAC and binding
    if not fits or not security.same(raw[_NUMBER + _TIME :], _mac(key, binding, head)):
        return None
    age = int(time.time()) - int.from_bytes(head[_NUMBER:], "big")
    return Token(head[:_NUMBER].hex(), age) if 0 <= age <= LASTS else None


def _mac(key: str, binding: str, head: bytes) -> bytes:
    return security.sign(key, "csrf", binding + head.hex())[:_MAC]
