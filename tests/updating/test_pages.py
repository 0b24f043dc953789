"""The update in a browser without scripts: who may, what is told, how it ends."""

import pytest
from webtest import TestApp

from helpdesk import db, migrations, settings, updating
from helpdesk.app import create_app
from helpdesk.backup import returning
from helpdesk.updating import entering, records
from helpdesk.version import __version__
from tests.backup.helpers import backup
from tests.cast import PASSWORD
from tests.updating.old import JSON, PLACE, Old, enter, press, through

RESTORE = "/install/restore"


def test_customers_are_told_and_administrators_led(older: Old) -> None:
    app = older.app()
    page = app.get("/", status=503)
    assert "is being updated" in page and "Harbour Lane Cycles" in page and PLACE not in page
    assert "Retry-After" in page.headers
    assert "#7a3e9d" in app.get(page.html.select_one("link[href*=theme]")["href"])
    assert PLACE in app.get("/admin/", status=503)
    assert app.get("/install/").location == PLACE
    assert app.get("/health", status=503).json["database"] == "UpdateNeeded"


def test_from_the_log_in_to_the_panel(older: Old) -> None:
    app = older.app()
    assert enter(app).location == PLACE
    page = app.get(PLACE)
    assert f"from {older.release} to {__version__}" in page.text
    page = through(app)
    assert "Your desk is up to date" in page
    assert page.html.find("a", string="Open the panel")["href"] == "/admin/login"
    assert app.get("/").status_int == 200
    assert app.get("/install/", status=403)
    assert older.app().get(PLACE).location == "/install/"


def test_while_it_is_under_way(older: Old) -> None:
    """The same for customers, in a process that has never asked the database; and a second
    administrator joins in."""
    app, other = older.app(), older.app()
    enter(app)
    press(app, app.get(PLACE), "Back up and update")
    page = older.app().get("/", status=503)
    assert "is being updated" in page and "Harbour Lane Cycles" in page
    assert "#7a3e9d" in app.get("/theme.css")
    assert PLACE in other.get("/admin/tickets", status=503)
    assert app.get("/health", status=503).json["database"] == "Underway"
    assert "The desk is being updated" in other.get(PLACE)
    enter(other)
    assert "Anna Lindgren" in other.get(PLACE)
    for browser in (app, other) * 50:
        page = browser.get(PLACE)
        if "up to date" in page.html.h1.text:
            break
        press(browser, page, "Continue")
    assert "up to date" in app.get(PLACE).html.h1.text
    assert "up to date" in other.get(PLACE).html.h1.text


def test_a_script_is_told_how_far_it_is(older: Old) -> None:
    app = older.app()
    enter(app)
    press(app, app.get(PLACE), "Back up and update")
    token = app.get(PLACE).form["csrf"].value
    phases, finished = [], False
    while not finished:
        told = app.post(PLACE, {"csrf": token}, headers=JSON).json
        phases.append(told["phase"])
        finished = told["finished"]
    assert told["location"] == PLACE and phases[-1] == records.DONE


def test_it_goes_on_without_a_browser(older: Old) -> None:
    """Timed work takes it further, after anybody's page: customers don't wait for who began it."""
    app = older.app()
    enter(app)
    press(app, app.get(PLACE), "Back up and update")
    settings.forget()
    visitor = TestApp(create_app(older.folder))
    for _visit in range(20):
        if visitor.get("/", expect_errors=True).status_int == 200:
            break
        visitor.app = create_app(older.folder)
    assert not updating.running(older.folder)
    assert "Your desk is up to date" in app.get(PLACE)


def test_a_restoring_is_something_else(older: Old) -> None:
    """While a backup is being restored, nobody is led to the update, nor can begin it."""
    app = older.app()
    enter(app)
    form = app.get(PLACE).forms[0]
    db.use(older.address)
    with db.connection():
        archive = backup(older.folder, older.folder / "a.tar", with_files=False)
    returning.begin(older.folder, archive)
    app = TestApp(older.app().app, cookiejar=app.cookiejar)
    for page in (app.get("/", status=503), older.app().get("/", status=503)):
        assert "is being restored" in page and "is being updated" not in page
        assert PLACE not in page and RESTORE not in page
    page = app.get("/admin/", status=503)
    assert page.html.find("a", string="See how far it is")["href"] == RESTORE
    assert "is being restored" in page and PLACE not in page
    assert app.get("/install/").location == app.get(PLACE).location == RESTORE
    page = app.get(RESTORE, status=503)
    assert "can be seen where it was begun" in page and RESTORE not in page
    form.submit(expect_errors=True)
    assert updating.running(older.folder) is None and returning.progress(older.folder)


def test_nobody_else_may(older: Old) -> None:
    """No page but the log-in without it, wrong passwords, an operator, somebody who has left."""
    app = older.app()
    token = app.get(PLACE).forms["enter"]["csrf"].value
    for action in ("begin", "", "back"):
        answer = app.post(PLACE, {"csrf": token, "action": action})
        assert answer.location == PLACE and updating.running(older.folder) is None
    assert "is wrong" in enter(app, password="correct horse batterx")
    assert "is wrong" in enter(app, email="nobody@example.com")
    assert "is wrong" in enter(app, email="' OR 1=1 --")
    assert "Only an administrator" in enter(app, email="ben@example.com")
    with db.connection():
        db.database.execute_sql(
            "UPDATE hd_staff SET is_active = 0 WHERE email_normal LIKE 'anna%%'"
        )
    assert "is wrong" in enter(app)
    assert "Log in as an administrator" in app.get(PLACE)


def test_a_cookie_of_the_set_up_or_forged_is_none(older: Old) -> None:
    app = older.app()
    app.set_cookie("hd_setup", "WyJ1cGRhdGUiLCAiQW5uYSJd.aaaa.bbbbbbbbbbbb")
    assert "enter" in app.get(PLACE).forms
    answer = app.post(PLACE, {"action": "begin"}, expect_errors=True)
    assert answer.status_int == 422 and updating.running(older.folder) is None


@pytest.mark.parametrize("engine", ["sqlite"])
def test_passwords_cannot_be_guessed_endlessly(older: Old) -> None:
    """The right one isn't taken either, until the time is over; another network may try."""
    app = older.app()
    for _try in range(entering.TRIES):
        assert "is wrong" in enter(app, password="wrong wrong wrong")
    assert "too often" in enter(app)
    elsewhere = TestApp(older.app().app, extra_environ={"REMOTE_ADDR": "192.0.2.7"})
    assert enter(elsewhere).status_int == 303
    for number in range(entering.PER_NETWORK):
        enter(app, email=f"somebody{number}@example.com")
    assert "too often" in enter(app, email="ben@example.com", password=PASSWORD)


def test_a_newer_database(older: Old) -> None:
    """Both versions are named, nothing is touched, nobody is asked to log in."""
    app = older.app()
    enter(app)
    through(app)
    with db.connection():
        history = migrations.prefixed("schema_migration")
        db.database.execute_sql(
            f"INSERT INTO {history} (name, applied) VALUES ('9000_x', '2030-01-01 00:00:00')"
        )
        db.database.execute_sql(
            """UPDATE hd_setting SET value = '"9.9.0"' WHERE `key` = 'desk.release'"""
        )
    before = older.rows()
    page = older.app().get(PLACE, status=503)
    assert "9.9.0" in page and __version__ in page and not page.forms
    assert older.app().get("/install/").location == PLACE
    assert older.app().get("/", status=503)
    assert older.rows() == before


def test_a_process_with_old_code_in_its_memory(older: Old) -> None:
    """It has served before, and doesn't write into tables that it doesn't know."""
    app = older.app()
    enter(app)
    through(app)
    assert app.get("/").status_int == 200
    (older.folder / "underway.json").write_text("{}")
    assert app.get("/", status=503)
    (older.folder / "underway.json").unlink()
    with db.connection():
        history = migrations.prefixed("schema_migration")
        db.database.execute_sql(
            f"INSERT INTO {history} (name, applied) VALUES ('9000_x', '2030-01-01 00:00:00')"
        )
    assert app.get("/", status=503)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_signing_in_while_the_database_is_away(older: Old) -> None:
    app = older.app()
    page = app.get(PLACE)
    (older.folder / "helpdesk.sqlite3").rename(older.folder / "away")
    form = page.forms["enter"]
    form["email"], form["password"] = "anna@example.com", PASSWORD
    assert form.submit(expect_errors=True).status_int == 503
    assert app.get("/install/", status=403)
