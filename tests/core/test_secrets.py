"""Secrets at rest: the published vectors, both ways of making them, and what must not open."""

import base64
import builtins
import importlib
from datetime import datetime
from typing import Any

import pytest

from helpdesk import secrets

KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
# generate.json and verify.json of https://github.com/fernet/spec
TOKEN = (
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4I"
    "wqDA=="
)
# invalid.json of the same: what is wrong, the token, the time at which it is looked at
INVALID = [
    (
        "incorrect mac",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQU"
        "FBQQ==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "too short",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "invalid base64",
        "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1Ys"
        "UD2Q==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "payload size not multiple of block size",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudz"
        "Um",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "payload padding error",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKN"
        "qOhw==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "far-future TS (unacceptable clock skew)",
        "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_q"
        "XQcw==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "expired TTL",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1Ys"
        "UD2Q==",
        "1985-10-26T01:21:31-07:00",
    ),
    (
        "incorrect IV (causes padding error)",
        "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZj"
        "K1zQ==",
        "1985-10-26T01:20:01-07:00",
    ),
    ("trailing characters after b64 padding", TOKEN + "trailingdata", "1985-10-26T01:20:01-07:00"),
    (
        "invalid characters in b64",
        "*gAAAAAAdwJ6wAAECAwQFBgcI!CQoLDA0ODy021?cpGVWKZ_eEwC@GM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVm"
        "pU4IwqDA==",
        "1985-10-26T01:20:01-07:00",
    ),
    (
        "invalid non-urlsafe characters in b64",
        "gAAAAAAdwJ6wAAEC/AwQFBgcICQoLDA0ODy+021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU"
        "4IwqDA==",
        "1985-10-26T01:20:01-07:00",
    ),
]


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def key() -> bytes:
    return base64.urlsafe_b64decode(KEY)


@pytest.fixture(autouse=True)
def keep_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of this file seal with keys of their own."""
    monkeypatch.setattr(secrets, "_key", secrets._key)
    monkeypatch.setattr(secrets, "_root", secrets._root)


@pytest.fixture
def plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a host where nothing compiled can be installed."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)


def test_fernet_generate() -> None:
    made = secrets.encrypt(
        key(), b"hello", at=seconds("1985-10-26T01:20:00-07:00"), iv=bytes(range(16))
    )
    assert made == TOKEN


def test_fernet_verify() -> None:
    moment = seconds("1985-10-26T01:20:01-07:00")
    assert secrets.decrypt(key(), TOKEN, lasts=60, at=moment) == b"hello"


@pytest.mark.parametrize(("token", "moment"), [v[1:] for v in INVALID], ids=[v[0] for v in INVALID])
def test_fernet_invalid(token: str, moment: str) -> None:
    with pytest.raises(secrets.Unreadable):
        secrets.decrypt(key(), token, lasts=60, at=seconds(moment))


def test_the_vendored_aes() -> None:
    """FIPS 197, appendix C.1."""
    pyaes: Any = importlib.import_module("helpdesk.vendor.pyaes")
    cipher = pyaes.AES(bytes(range(16)))
    plain = bytes.fromhex("00112233445566778899aabbccddeeff")
    sealed = bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a")
    assert bytes(cipher.encrypt(plain)) == sealed
    assert bytes(cipher.decrypt(sealed)) == plain


@pytest.mark.parametrize(
    ("secret", "salt", "info", "made"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf(secret: str, salt: str, info: str, made: str) -> None:
    """RFC 5869, A.1 and A.3."""
    out = bytes.fromhex(made)
    parts = [bytes.fromhex(part) for part in (secret, info, salt)]
    assert secrets.hkdf(parts[0], parts[1], len(out), parts[2]) == out


@pytest.mark.parametrize("text", ["", "a", "p" * 15, "p" * 16, "пароль 密码 🔑", "x" * 1000])
def test_sealed_and_opened_in_plain_python(text: str, plain_python: None) -> None:
    secrets.use("a secret key")
    sealed = secrets.seal(text)
    assert len(text) < 9 or text not in sealed
    assert secrets.unseal(sealed) == text
    assert sealed != secrets.seal(text), "never twice the same"


def test_either_way_opens_what_the_other_sealed(request: pytest.FixtureRequest) -> None:
    pytest.importorskip("cryptography")
    secrets.use("a secret key")
    compiled = secrets.seal("by the compiled one")
    request.getfixturevalue("plain_python")
    assert secrets.unseal(compiled) == "by the compiled one"
    plain = secrets.seal("by plain Python")
    request.getfixturevalue("monkeypatch").undo()
    secrets.use("a secret key")
    assert secrets.unseal(plain) == "by plain Python"


def test_another_key_opens_nothing() -> None:
    secrets.use("a secret key")
    sealed = secrets.seal("text")
    secrets.use("another secret key")
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(sealed)


def test_signatures_of_one_purpose_fit_no_other() -> None:
    secrets.use("a secret key")
    made = secrets.signature("link", "7")
    assert len(base64.urlsafe_b64decode(made)) * 8 == 144
    assert secrets.is_signed("link", "7", made)
    assert not secrets.is_signed("grant", "7", made)
    assert not secrets.is_signed("link", "8", made)
    assert not secrets.is_signed("link", "7", "ключ")
