"""Secrets: passwords, random values, signatures."""

import pytest
from passlib.context import CryptContext
from passlib.hash import pbkdf2_sha256

from helpdesk import security

WEAK = CryptContext(schemes=["pbkdf2_sha256"], pbkdf2_sha256__default_rounds=10)


def test_rounds_are_those_of_the_standard() -> None:
    """OWASP's figure; the cheap ones are for tests only."""
    assert security.ROUNDS >= 600_000
    assert pbkdf2_sha256.from_string(security._NOBODY).rounds == security.ROUNDS


def test_a_password_fits_its_hash_only() -> None:
    stored = security.hash_password("correct horse")
    assert security.verify_password("correct horse", stored)
    for wrong in ("Correct horse", "correct horse ", "", "correct"):
        assert not security.verify_password(wrong, stored)


def test_every_hash_has_its_own_salt() -> None:
    assert security.hash_password("same") != security.hash_password("same")


@pytest.mark.parametrize("stored", [None, ""])
def test_nothing_stored_costs_a_hash_and_fits_nothing(
    stored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def verify(password: str, known: str) -> bool:
        compared.append(known)
        return True  # even a lucky one

    monkeypatch.setattr(security.passwords(), "verify", verify)
    assert not security.verify_password("x", stored)
    assert compared == [security._NOBODY]


def test_endless_passwords_are_not_even_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security.passwords(), "verify", lambda *_: pytest.fail("hashed"))
    assert not security.verify_password("x" * (security.PASSWORD_MOST + 1), "y")


def test_weaker_hashes_and_those_of_other_kinds_are_made_anew() -> None:
    assert not security.password_needs_rehash(security.hash_password("x"))
    assert security.password_needs_rehash(WEAK.hash("x"))
    assert security.password_needs_rehash("$2b$12$" + "a" * 53)


def test_tokens_are_long_and_never_the_same() -> None:
    made = {security.token() for _ in range(1000)}
    assert len(made) == 1000 and min(len(token) for token in made) >= 43


def test_a_signature_holds_key_purpose_and_value_apart() -> None:
    given = security.sign("key", "purpose", "value")
    assert given == security.sign("key", "purpose", "value") and len(given) == 32
    others = [("kex", "purpose", "value"), ("key", "purposf", "value"), ("key", "purpose", "valuf")]
    assert given not in [security.sign(*other) for other in others]


def test_a_digest_does_not_tell_the_value() -> None:
    assert security.digest("é") == security.digest("é") != security.digest("e")
    assert len(security.digest("x")) == 64
