"""After the installation the wizard stays shut, whatever happens to the database."""

from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from helpdesk import db
from helpdesk.app import create_app
from helpdesk.db.mysql import Address
from tests.install.wizard import Wizard

PAGES = (
    "check",
    "code",
    "licence",
    "server",
    "database",
    "desk",
    "mail",
    "tables",
    "reached",
    "done",
)
ACTIONS = (
    "begin",
    "check",
    "code",
    "licence",
    "server",
    "upload",
    "database",
    "desk",
    "mail",
    "tables",
)


@pytest.fixture
def gone(folder: Path, address: Address | None, request: pytest.FixtureRequest) -> Any:
    """Takes the database away."""

    def take_away() -> None:
        db.database.close()
        if address is None:
            (folder / "helpdesk.sqlite3").rename(folder / "elsewhere")
        else:
            request.getfixturevalue("mariadb").stop()

    return take_away


def test_it_stays_shut(folder: Path, address: Address | None, gone: Any) -> None:
    """For the browser that finished as for a stranger, before and after the database is gone."""
    wizard = Wizard(folder).to("done", address)
    _all_shut(wizard.app, but="done")
    _all_shut(TestApp(create_app(folder)))
    gone()
    _all_shut(wizard.app, but="done")
    _all_shut(TestApp(create_app(folder)))


def test_a_broken_configuration_opens_nothing(folder: Path) -> None:
    """The file is there, so there is a desk."""
    Wizard(folder).to("done")
    (folder / "config.json").write_text("{")
    _all_shut(TestApp(create_app(folder)))


def test_the_last_page_is_for_the_browser_that_finished(folder: Path) -> None:
    """Anybody else is told that the wizard is shut."""
    Wizard(folder).to("done")
    assert TestApp(create_app(folder)).get("/install/done").location == "/install/"


def _all_shut(app: TestApp, but: str = "") -> None:
    page = app.get("/install/", status=403)
    assert "set up already" in page and "/admin/login" in page and not page.forms
    for name in PAGES:
        if name != but:
            assert app.get(f"/install/{name}", expect_errors=True).location == "/install/", name
    for name in ACTIONS:
        answer = app.post(f"/install/{name}", {"code": "x", "agree": "1"}, expect_errors=True)
        assert answer.location == "/install/", name
