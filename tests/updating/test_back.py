"""A step that fails: the backup is put back, the reason told, and trying again works."""

import shutil
from pathlib import Path

import peewee
import pytest

from helpdesk import db, migrations, paths, updating
from helpdesk.errors import Unavailable
from helpdesk.updating import checking, keeping, records
from tests.commands import run
from tests.updating.old import PLACE, Old, as_before, enter, press, through

FAILS = "This script fails."


SCRIPT = """
from helpdesk.migrations import prefixed

def up(migrator, db):
    db.execute_sql("DELETE FROM " + prefixed("attachment"))
    db.execute_sql("DROP TABLE " + prefixed("event"))
    raise ValueError("This script fails.")
"""


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After this release's scripts comes one that breaks off in the midst of what it does."""
    folder = tmp_path / "migrations"
    shutil.copytree(paths.MIGRATIONS, folder)
    (folder / "9000_fails.py").write_text(SCRIPT)
    monkeypatch.setattr(paths, "MIGRATIONS", folder)


@pytest.mark.usefixtures("failing")
def test_a_script_that_fails(older: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is as before, the page says why, and once the reason is gone it works."""
    before = as_before(older)
    app = older.app()
    enter(app)
    page = through(app)
    assert page.html.h1.text == "The update was undone"
    assert FAILS in page and "old folder" in page and older.release in page
    assert as_before(older) == before
    assert app.get("/", status=503)
    assert app.get("/health", status=503).json["database"] == "UpdateNeeded"
    monkeypatch.undo()
    press(app, app.get(PLACE), "Try again")
    while updating.running(older.folder):
        press(app, app.get(PLACE), "Continue")
    assert "Your desk is up to date" in app.get(PLACE)
    assert app.get("/").status_int == 200


def test_the_command_says_so(older: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row got lost on the way, as far as it can tell."""
    before = as_before(older)
    db.use(older.address)
    updating.begin(older.folder, by="Anna Lindgren")
    while (known := updating.running(older.folder)) and known.phase != records.CHECK:
        updating.advance(older.folder, 0)
    assert known
    known.counts["ticket"] += 1
    records.keep(older.folder, known)
    code, said = run(older.folder, "migrate")
    assert code == 1 and "had 10 rows and has 9" in said and "put back" in said
    assert as_before(older) == before


@pytest.mark.parametrize("lost", ["column", "table"])
def test_what_the_program_needs_is_missing(older: Old, lost: str) -> None:
    db.use(older.address)
    updating.begin(older.folder, by="Anna Lindgren")
    while (known := updating.running(older.folder)) and known.phase != records.CHECK:
        updating.advance(older.folder, 0)
    with db.connection():
        if lost == "table":
            db.database.execute_sql("DROP TABLE hd_presence")
        else:
            db.database.execute_sql("ALTER TABLE hd_once DROP COLUMN location")
    while updating.running(older.folder):
        known = updating.advance(older.folder)
    assert known and known.phase == records.UNDONE
    wanted = "“presence” is missing" if lost == "table" else "“once” lacks “location”"
    assert wanted in known.error


def test_trouble_that_passes(older: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is undone for it: it is told, and goes on when it has passed; or one gives up."""
    db.use(older.address)
    gone = (2006, "gone") if db.is_mysql() else ("database is locked",)
    app = older.app()
    enter(app)
    press(app, app.get(PLACE), "Back up and update")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "run_slice", _raises(peewee.OperationalError(*gone)))
        page = app.get(PLACE)
        for _press in range(50):
            page = press(app, app.get(PLACE), "Continue")
            if page.status_int == 422:
                break
        known = updating.running(older.folder)
        assert known and known.phase == records.MIGRATIONS
        assert "The database says" in page and "Give up and put the backup back" in page
        page = press(app, page, "Try again")
        assert page.status_int == 422
    press(app, page, "Give up and put the backup back")
    while updating.running(older.folder):
        press(app, app.get(PLACE), "Continue")
    assert "Anna Lindgren gave it up" in app.get(PLACE)


def test_the_backup_cannot_be_made(older: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    before = older.rows()
    app = older.app()
    enter(app)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "back_up", _raises(Unavailable("The disk is full.")))
        page = through(app)
    assert page.html.h1.text == "The update stopped"
    assert "The disk is full." in page and "nothing was changed" in page
    assert older.rows() == before and not list(older.folder.glob("backups/*"))
    press(app, page, "Try again")
    while updating.running(older.folder):
        press(app, app.get(PLACE), "Continue")
    assert "Your desk is up to date" in app.get(PLACE)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_old_program_is_back_in_the_midst_of_it(
    older: Old, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can't go on, but it can go back."""
    before = as_before(older)
    db.use(older.address)
    updating.begin(older.folder, by="Anna Lindgren")
    while (known := updating.running(older.folder)) and known.phase != records.CHECK:
        updating.advance(older.folder, 0)
    assert known
    known.enter(records.MIGRATIONS)
    records.keep(older.folder, known)
    folder = tmp_path / "migrations"
    folder.mkdir()
    for script in sorted(paths.MIGRATIONS.glob("[0-9]*.py"))[:-1]:
        shutil.copy(script, folder)
    monkeypatch.setattr(paths, "MIGRATIONS", folder)
    while updating.running(older.folder):
        known = updating.advance(older.folder)
    assert known and known.phase == records.UNDONE and "newer release" in known.error
    assert as_before(older) == before


def test_sqlite_finds_damage(older: Old) -> None:
    db.use(older.address)
    with db.connection():
        assert checking.damage(10) == ""
        assert checking.damage(0) == ""  # no time to look


def _raises(error: Exception) -> object:
    def fail(*_arguments: object) -> None:
        raise error

    return fail
