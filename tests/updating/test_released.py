"""Every released schema, updated by pages and by command: afterwards the desk works."""

import pytest
from webtest import TestApp

from helpdesk import db, restart, updating
from helpdesk.updating import records
from helpdesk.version import __version__
from tests.asking import form_to
from tests.cast import PASSWORD
from tests.commands import run
from tests.db import schemas
from tests.updating.conftest import MakeOld
from tests.updating.old import CHANGING, RELEASES, Old, enter, through

by_release = pytest.mark.parametrize("release", RELEASES)


@by_release
def test_by_the_pages(make_old: MakeOld, release: str) -> None:
    older = make_old(release)
    before, began_with = older.rows(), restart.state(older.folder)
    app = older.app()
    enter(app)
    through(app)
    assert restart.state(older.folder) != began_with  # so that processes that live on make room
    _whole(older, before)
    _works(older.app())


@by_release
def test_by_command(make_old: MakeOld, release: str) -> None:
    older = make_old(release)
    before = older.rows()
    code, said = run(older.folder, "migrate")
    assert code == 0, said
    lines = said.splitlines()
    assert lines[0].startswith(f"From {release} to {__version__}, backup: ")
    assert lines[-1] == "The tables are up to date."
    assert [line for line in lines if line.startswith("migrations: ")]
    assert run(older.folder, "migrate") == (0, "The tables are up to date.\n")
    _whole(older, before)
    _works(older.app())


def test_the_command_joins_a_browser(older: Old) -> None:
    updating_by = "Anna Lindgren"
    db.use(older.address)
    updating.begin(older.folder, by=updating_by)
    updating.advance(older.folder, 0)
    code, said = run(older.folder, "migrate")
    assert code == 0, said
    last = updating.last(older.folder)
    assert last and (last.phase, last.by) == (records.DONE, updating_by)


def test_without_a_backup(older: Old) -> None:
    code, said = run(older.folder, "migrate", "--no-backup")
    assert code == 0 and "backup: none" in said
    assert not list(older.folder.glob("backups/*"))


def _whole(older: Old, before: dict[str, list[str]]) -> None:
    """No row is lost, and the schema is that of a new desk (see tests/db/test_drift.py)."""
    after = older.rows()
    for name, rows in before.items():
        assert len(after[name]) == len(rows) or name in CHANGING, name
    db.use(older.address)
    with db.connection():
        from helpdesk.updating import checking, release

        assert checking.missing() == "" and checking.damage(10) == ""
        assert release.noted() == __version__
    assert schemas.read(older.address).keys() >= before.keys()
    assert not updating.running(older.folder)


def _works(app: TestApp) -> None:
    """Sign in, list, search, ticket, reply; and a customer's new request."""
    form = app.get("/admin/login").forms["login"]
    form["email"], form["password"] = "anna@example.com", PASSWORD
    assert form.submit().status_int == 303
    page = app.get("/admin/tickets")
    assert "Matter 8" in page and "Ärger mit 🚲" in page
    assert "Matter 7" in app.get("/admin/tickets", {"q": "wheel number 7"})
    page = app.get("/admin/tickets/1")
    assert "We look at it today." in page and "Spare part ordered." in page
    form = form_to(page, "/reply")
    form["message"] = "Done, come and fetch it."
    assert form.submit().status_int == 303
    assert "Done, come and fetch it." in app.get("/admin/tickets/1")
    assert app.get("/admin/settings/backup", expect_errors=True).status_int in (200, 404)
    form = form_to(app.get("/submit?category=1"), "/submit")
    form["name"], form["email"] = "Cleo Marsh", "cleo@example.com"
    form["subject"], form["message"] = "After the update", "It works."
    assert form.submit().status_int == 303
