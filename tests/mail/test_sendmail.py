"""Handing mails to a sendmail program."""

import sys
from pathlib import Path

import pytest

from helpdesk import mail, settings
from helpdesk.mail import sendmail
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import deliver, rows

PROGRAM = """#!{python}
import pathlib, sys
code = pathlib.Path({code!r})
if code.exists():
    print("no such user here")
    sys.exit(int(code.read_text()))
folder = pathlib.Path({folder!r})
(folder / (sys.argv[-1] + ".eml")).write_bytes(sys.stdin.buffer.read())
(folder / (sys.argv[-1] + ".args")).write_text(" ".join(sys.argv[1:]))
"""


@pytest.fixture
def program(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that keeps what it is given."""
    made = tmp_path / "sendmail"
    words = PROGRAM.format(python=sys.executable, code=str(tmp_path / "code"), folder=str(tmp_path))
    made.write_text(words, "utf-8")
    made.chmod(0o755)
    monkeypatch.setattr(sendmail, "PLACES", (str(made),))
    settings.change({"mail.method": "sendmail", "mail.from_address": "desk@shop.example"})
    return tmp_path


def test_handed_over(desk: Desk, program: Path) -> None:
    desk.ticket()
    deliver()
    found = sink.parsed((program / "cleo@example.com.eml").read_bytes())
    assert (
        "cleo@example.com" in found["To"]
        and b"\r\n" not in (program / "cleo@example.com.eml").read_bytes()
    )
    said = (program / "cleo@example.com.args").read_text()
    assert said == "-i -f desk@shop.example -- cleo@example.com"
    assert mail.test_connection().works


@pytest.mark.parametrize(("code", "state"), [(67, "failed"), (75, "waiting"), (70, "waiting")])
def test_what_its_exit_codes_mean(desk: Desk, program: Path, code: int, state: str) -> None:
    (program / "code").write_text(str(code))
    desk.ticket()
    deliver()
    assert rows()["cleo@example.com"][0] == state
    assert "no such user here" in rows()["cleo@example.com"][1]


def test_none_there(desk: Desk, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sendmail, "PLACES", ())
    desk.ticket()
    deliver()
    assert {state for state, _e in rows().values()} == {"waiting"}
    assert any("no sendmail" in error for _s, error in rows().values())
    assert not mail.test_connection().works
