"""Headers: RFC 2047, folded, and never two in one."""

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.mail import headers

TEXTS = [
    "Rear wheel rubs",
    "Заднее колесо трёт о колодку после обслуживания, " * 4,
    "后轮摩擦刹车片" * 30,
    "עברית ו-English יחד",
    "a" * 255,
    "word " * 50,
    "=?utf-8?q?already?= encoded",
    "🚲" * 100,
    "tab\tand\x0bother\x00controls",
    'Grüße, "Anführung" <b@c> (d) @ ; , \\',
    "Hi\r\nBcc: everybody@example.com",
    "Hi\n\nbody",
    "\u2028Bcc: x@example.com",
    "é",
    " ",
    "",
]


def read(name: str, value: str) -> email.message.EmailMessage:
    found = email.message_from_bytes(
        headers.block([(name, value), ("X-Next", "next")]) + b"\r\nbody",
        policy=email.policy.default,
    )
    assert isinstance(found, email.message.EmailMessage)
    return found


def name_of(value: str) -> str:
    """By RFC 2047: the newer parser keeps the blanks between encoded words of a name."""
    return str(make_header(decode_header(parseaddr(value.replace("\r\n", ""))[0])))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_subject_comes_back(text: str) -> None:
    found = read("Subject", headers.phrase(text))
    assert found["Subject"] == headers.one_line(text)[:255]
    assert found["X-Next"] == "next" and found.keys() == ["Subject", "X-Next"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_name_is_never_an_address(text: str) -> None:
    found = read("From", headers.mailbox(text, "desk@example.com"))
    assert [a.addr_spec for a in found["From"].addresses] == ["desk@example.com"]
    assert name_of(headers.mailbox(text, "desk@example.com")) == headers.one_line(text)[:255]
    assert found.keys() == ["From", "X-Next"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_whatever_people_type(text: str) -> None:
    raw = headers.block(
        [("Subject", headers.phrase(text)), ("From", headers.mailbox(text, "a@example.com"))]
    )
    assert raw.isascii() and all(len(line) <= 998 for line in raw.split(b"\r\n"))
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert found["Subject"] == headers.one_line(text)[:255]
    assert [a.addr_spec for a in found["From"].addresses] == ["a@example.com"]
    assert name_of(headers.mailbox(text, "a@example.com")) == headers.one_line(text)[:255]
    assert found.keys() == ["Subject", "From"]


def test_encoded_lines_are_short() -> None:
    for text in TEXTS:
        if not text.isascii():
            assert all(len(line) <= 76 for line in headers.phrase(text).split("\r\n"))


@pytest.mark.parametrize("value", ["a\r\nBcc: x", "a\nb", "a\rb", "a\r\n", "a\r\n\r\nb"])
def test_a_line_end_is_refused_at_last(value: str) -> None:
    with pytest.raises(ValueError, match="line end"):
        headers.block([("Subject", value)])
