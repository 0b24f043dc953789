"""Secrets: passwords, random values, signatures.

Passwords are kept as PBKDF2-HMAC-SHA256 with 600,000 rounds (OWASP's figure for 2023 and after),
which every Python has; hashes of other systems can be added to the context when they are imported.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache

import passlib.context

PASSWORD_LEAST = 10
PASSWORD_MOST = 1024  # longer input would only cost time
ROUNDS = 600_000

# A hash that no password fits: unknown people cost the same time as known ones.
_NOBODY = "$pbkdf2-sha256$600000$fO8d4/y/N6bUGgMgJGRsrQ$xcdXe9k1vKbwiAHbrKbEe8t7zXILxsJ.xnl0ueHDKIQ"


@lru_cache
def passwords() -> "passlib.context.CryptContext":
    """What hashes passwords; made when the first one comes."""
    return passlib.context.CryptContext(
        schemes=["pbkdf2_sha256"], pbkdf2_sha256__default_rounds=ROUNDS
    )


def hash_password(password: str) -> str:
    """A salted hash to store."""
    return str(passwords().hash(password))


def verify_password(password: str, stored: str | None) -> bool:
    """Whether a password fits; costs the same time when there is nothing to compare with."""
    if len(password) > PASSWORD_MOST:
        return False
    if not stored:
        passwords().verify(password, _NOBODY)
        return False
    return bool(passwords().verify(password, stored))


def password_needs_rehash(stored: str) -> bool:
    """Whether a stored hash is of another kind or weaker than what is made today."""
    usual = passwords().handler()
    if not usual.identify(stored):
        return True
    return bool(usual.from_string(stored).rounds < usual.default_rounds)


def token(size: int = 32) -> str:
    """An unguessable value of `size` random bytes, safe in addresses."""
    return secrets.token_urlsafe(size)


def digest(value: str) -> str:
    """What is stored in place of a token, so that a stolen database opens no session."""
    return hashlib.sha256(value.encode()).hexdigest()


def sign(key: str, purpose: str, value: str) -> bytes:
    """HMAC-SHA256 over a value; the purpose keeps one use's signature from fitting another."""
    return hmac.new(f"{purpose}\0{key}".encode(), value.encode(), hashlib.sha256).digest()


def same(a: bytes, b: bytes) -> bool:
    """Compare without telling by time how much is right."""
    return hmac.compare_digest(a, b)
