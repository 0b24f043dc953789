"""Mail's settings: checked, the password sealed and never given back as it lies there."""

import pytest

from helpdesk import secrets, settings
from helpdesk.errors import Invalid
from helpdesk.schema import Setting
from tests.cast import Desk


def test_the_password_lies_sealed(desk: Desk) -> None:
    settings.change({"mail.password": " pässword with blanks "})
    stored = Setting.get(Setting.key == "mail.password").value
    assert "pässword" not in stored and "p\\u00e4" not in stored
    assert settings.get("mail.password") == " pässword with blanks "
    assert settings.is_set("mail.password") and not settings.is_set("mail.user")
    settings.change({"mail.password": ""})
    assert settings.get("mail.password") == "" and not settings.is_set("mail.password")


def test_under_another_key_it_is_told_apart_from_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.is_readable("mail.password")
    settings.change({"mail.password": "b"})
    monkeypatch.setattr(secrets, "_key", bytes(32))
    assert settings.get("mail.password") == "" and settings.is_set("mail.password")
    assert not settings.is_readable("mail.password")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mail.method", "pigeon"),
        ("mail.security", ""),
        ("mail.port", "0"),
        ("mail.port", "70000"),
        ("mail.from_address", "desk"),
        ("mail.from_address", "юля@example.com"),
        ("mail.from_address", "a@b.example\nBcc: c@d.example"),
        ("mail.reply_to", "a@b.example, c@d.example"),
        ("mail.from_name", "Desk\r\nBcc: x"),
        ("mail.password", "a\nb"),
        ("mail.password", "x" * 2000),
        ("mail.host", "x" * 256),
    ],
)
def test_what_cannot_be_taken(desk: Desk, key: str, value: str) -> None:
    with pytest.raises(Invalid) as wrong:
        settings.change({key: value})
    assert set(wrong.value.errors) == {key}


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("mail.from_address", " Desk@Bücher.example ", "Desk@Bücher.example"),
        ("mail.reply_to", "", ""),
        ("mail.security", "tls", "tls"),
        ("mail.password", "tail\r\n", "tail"),
    ],
)
def test_what_can(desk: Desk, key: str, typed: str, kept: str) -> None:
    settings.change({key: typed})
    assert settings.get(key) == kept
