"""Licence, server and desk: what is wrong stands beside its field, and what was typed stays."""

from pathlib import Path

import pytest

from helpdesk import paths
from helpdesk.installation import server_check
from helpdesk.installation.items import Item
from tests.install.wizard import DESK, Wizard


def test_the_licence_must_be_agreed_to(folder: Path) -> None:
    """Its text is on the page."""
    wizard = Wizard(folder).to("licence")
    page = wizard.app.get("/install/licence")
    assert "Permission is hereby granted" in page
    answer = page.form.submit(expect_errors=True)
    assert answer.status_int == 422 and "agree" in answer.html.find(id="f-agree-error").text
    assert wizard.place == "licence"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": " "}, "title", "can't be empty"),
        ({"url": ""}, "url", "Enter the address"),
        ({"url": "example.com/helpdesk"}, "url", "starts with https"),
        ({"name": ""}, "name", "Enter your name"),
        ({"name": "x" * 191}, "name", "At most 190"),
        ({"email": "anna"}, "email", "doesn't look like"),
        ({"email": ""}, "email", "Enter your e-mail"),
        ({"password": "short", "again": "short"}, "password", "at least 10"),
        ({"password": "", "again": ""}, "password", "at least 10"),
        ({"again": "something else"}, "again", "differ"),
        ({"password": DESK["email"], "again": DESK["email"]}, "password", "too easy"),
    ],
)
def test_the_desk(folder: Path, change: dict[str, str], field: str, words: str) -> None:
    """Each field has its own message; passwords are never given back."""
    wizard = Wizard(folder).to("desk")
    answer = wizard.desk(**change)
    assert answer.status_int == 422
    assert words in answer.html.find(id=f"f-{field}-error").text
    for name in ("title", "url", "timezone", "name", "email"):
        assert answer.form[name].value.strip() == {**DESK, **change}[name].strip()
    assert answer.form["password"].value == answer.form["again"].value == ""
    assert wizard.place == "desk"


def test_several_wrong_fields_at_once(folder: Path) -> None:
    """All are told in one go."""
    answer = Wizard(folder).to("desk").desk(title="", email="x", password="y", again="y")
    assert all(answer.html.find(id=f"f-{name}-error") for name in ("title", "email", "password"))


def test_the_address_is_guessed_with_its_prefix(folder: Path) -> None:
    """From the request, to be edited."""
    wizard = Wizard(folder, SCRIPT_NAME="/helpdesk").to("desk")
    page = wizard.app.get("/install/desk")
    assert page.form["url"].value == "http://localhost:80/helpdesk"
    assert page.form.action == "/helpdesk/install/desk"


@pytest.mark.parametrize("agent", ["en", "xx"])
def test_an_unfit_server(folder: Path, monkeypatch: pytest.MonkeyPatch, agent: str) -> None:
    """Each failed item says what to do, with a command; it goes on once that is put right."""
    wizard = Wizard(folder).to("server")
    bad = Item("bad", "No room", "", "Make room:", "rm -r old")
    monkeypatch.setattr(server_check, "_space", lambda folder: bad)
    page = wizard.app.get("/install/server")
    assert "No room" in page and "rm -r old" in page and "One thing needs your help" in page
    assert 'value="on"' not in page
    assert wizard.post("/install/server", {}, "/install/server").status_int == 422
    assert wizard.place == "server"
    monkeypatch.undo()
    again = page.form.submit("action", value="again")
    assert "Yes, it is." in again and again.form.submit("action", value="on").status_int == 303


def test_warnings_do_not_block(folder: Path) -> None:
    """A data folder that others can read is worth a word, no more."""
    wizard = Wizard(folder).to("server")
    folder.chmod(0o755)
    page = wizard.app.get("/install/server")
    assert "Others on this server could read" in page and "chmod 700" in page
    assert wizard.server().location == "/install/database"


def test_an_upload_is_counted(folder: Path) -> None:
    """The page's script compares the size."""
    wizard = Wizard(folder).to("server")
    token = wizard.app.get("/install/server").form["csrf"].value
    files = [("file", "trial.bin", b"\0" * 300_000)]
    answer = wizard.app.post("/install/upload", {"csrf": token}, upload_files=files)
    assert answer.json == {"size": 300_000}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """The page says which, and what to do."""
    (tmp_path / "file").write_text("")
    wizard = Wizard(tmp_path / "file" / "data")
    answer = wizard.app.get("/install/").form.submit(expect_errors=True)
    assert answer.status_int == 422 and "Make it in your host" in answer


def test_a_folder_that_nobody_has_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wizard finds a place outside the web root by itself, and finds it again."""
    root = tmp_path / "public_html" / "helpdesk"
    root.mkdir(parents=True)
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(paths, "PACKAGE", root / "helpdesk")
    monkeypatch.delenv("HELPDESK_DATA", raising=False)
    wizard = Wizard(None, SCRIPT_NAME="/helpdesk", DOCUMENT_ROOT=str(root.parent)).to("check")
    wizard.folder = paths.data_folder()
    assert wizard.folder == tmp_path / paths.outside_name()
    assert "has no address" in wizard.app.get("/install/check")
    for take in (wizard.check, wizard.code, wizard.licence, wizard.server, wizard.database):
        take()
    wizard.desk()
    wizard.mail()
    assert wizard.tables().location == "/helpdesk/install/done"
    assert (wizard.folder / "config.json").exists()
    assert Wizard(None).app.get("/install/", status=403)
