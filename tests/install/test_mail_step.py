"""The step of outgoing mail: tried, kept sealed, or left for later; the desk has it at the end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import config, db, secrets, settings
from helpdesk.db.mysql import Address
from helpdesk.installation import state
from helpdesk.schema import Setting
from tests.install.wizard import DESK, Wizard
from tests.mail import sink
from tests.mail.sink import Sink

PASSWORD = "pass word & mail"


@pytest.fixture
def post() -> Iterator[Sink]:
    """A mail server that keeps what it gets."""
    with sink.running() as running:
        yield running


@pytest.fixture
def typed() -> dict[str, str]:
    """What somebody with a mailbox types."""
    return {
        "host": sink.HOST,
        "port": "587",
        "security": "none",
        "user": "",
        "from_address": "desk@harbour-lane.example",
    }


def test_left_for_later(folder: Path, address: Address | None) -> None:
    """Mails stay off; the last page says where they are set up."""
    wizard = Wizard(folder).to("mail", address)
    assert wizard.mail("later").location.endswith("/install/tables")
    assert "until then mails wait" in wizard.app.get("/install/tables")
    wizard.tables()
    assert "/admin/settings/mail" in wizard.app.get("/install/done")
    with db.connection():
        assert settings.get("mail.method") == "off"


def test_the_desk_has_it_at_the_end(
    folder: Path, address: Address | None, typed: dict[str, str]
) -> None:
    """The password is sealed with the desk's own key, and the wizard's file is gone."""
    wizard = Wizard(folder).to("mail", address)
    answer = wizard.mail("on", **{**typed, "user": "desk", "password": PASSWORD})
    assert answer.location.endswith("/install/tables")
    assert sink.HOST in wizard.app.get("/install/tables")
    wizard.tables()
    assert "Mail is set up" in wizard.app.get("/install/done")
    assert not (folder / state.MAIL).exists()
    secrets.use(config.load(folder).secret_key)
    with db.connection():
        settings.forget()
        assert settings.get("mail.method") == "smtp"
        assert settings.get("mail.password") == PASSWORD
        assert PASSWORD not in Setting.get(Setting.key == "mail.password").value


def test_the_password_is_never_in_clear(folder: Path, typed: dict[str, str]) -> None:
    """In no file and in no page; where something else is wrong it needn't be typed again."""
    wizard = Wizard(folder).to("mail")
    page = wizard.mail("on", **{**typed, "port": "0", "password": PASSWORD})
    assert page.status_int == 422 and page.html.find(id="f-port-error")
    assert PASSWORD not in page and "The one typed before is kept" in page
    wizard.mail("on", **typed)
    for file in folder.rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()
    assert (folder / state.MAIL).stat().st_mode & 0o777 == 0o600
    assert state.mail(folder)["mail.password"] == PASSWORD
    assert PASSWORD not in wizard.app.get("/install/mail")
    assert "sealed" in json.loads((folder / state.MAIL).read_text())


def test_what_is_wrong_stands_beside_its_field(folder: Path, typed: dict[str, str]) -> None:
    """And what was typed stays."""
    wizard = Wizard(folder).to("mail")
    page = wizard.mail("on", **{**typed, "host": "", "from_address": "desk"})
    assert page.status_int == 422
    assert "Enter the name" in page.html.find(id="f-host-error").text
    assert "doesn't look like" in page.html.find(id="f-from_address-error").text
    assert page.form["from_address"].value == "desk"
    assert wizard.place == "mail"


def test_tried_before_it_is_kept(folder: Path, typed: dict[str, str], post: Sink) -> None:
    """A connection, then a mail to the administrator; trouble stands beside its field."""
    wizard = Wizard(folder).to("mail")
    here = {**typed, "port": str(post.port)}
    assert "takes mails from" in wizard.mail("test", **here)
    assert f"on its way to {DESK['email']}" in wizard.mail("send", **here)
    (found,) = post.to(DESK["email"])
    assert "Harbour Lane Cycles" in found["Subject"] and "Harbour Lane" in found["From"]
    wrong = wizard.mail("test", **{**here, "host": "no-such-host.invalid"})
    assert wrong.status_int == 422 and "no server called" in wrong.html.find(id="f-host-error").text
    assert wizard.place == "mail"


def test_back_and_changed(folder: Path, typed: dict[str, str]) -> None:
    """It is filled in as before, and can be left for later after all."""
    wizard = Wizard(folder).to("mail")
    wizard.mail("on", **typed)
    page = wizard.app.get("/install/mail")
    assert page.form["host"].value == sink.HOST and page.form["port"].value == "587"
    wizard.mail("later")
    assert state.mail(folder) == {}
    wizard.tables()
    with db.connection():
        assert settings.get("mail.method") == "off"
