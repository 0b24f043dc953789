"""The wizard from its first page to its last, in a folder of its own."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import peewee
from webtest import TestApp

from helpdesk import db, i18n, mail
from helpdesk.app import create_app
from helpdesk.config import Database
from helpdesk.db.mysql import reasons
from helpdesk.errors import Unavailable
from helpdesk.installation import code, database, self_try, server_check, state, tables
from helpdesk.mail import Outcome
from helpdesk.web.pipeline import Pipeline
from tests.i18n.tour import Page, Tour, example, send

PASSWORD = "four unrelated words here"
DESK = {"title": "123", "url": "http://localhost", "language": "en", "timezone": "UTC"}
ADMIN = {"name": "Anna Lindgren", "email": "anna@example.com"}
MYSQL = {"engine": "mysql", "name": "n", "user": "u", "port": "3306"}
LOGIN = {"host": "db.example.com", "user": "desk_user", "database": "desk_base"}


@dataclass
class Visitor:
    """Whoever sets up a desk, where, and in which language."""

    browser: TestApp
    folder: Path
    language: str


@example(
    "GET /install/",
    "POST /install/begin",
    "GET /install/check",
    "POST /install/check",
    "GET /install/code",
    "POST /install/code",
    "GET /install/licence",
    "POST /install/licence",
    "GET /install/server",
    "POST /install/server",
    "GET /install/database",
    "POST /install/database",
    "GET /install/desk",
    "POST /install/desk",
    "GET /install/mail",
    "POST /install/mail",
    "GET /install/tables",
    "POST /install/tables",
    "GET /install/done",
)
def wizard(tour: Tour) -> Iterator[Page]:
    """Every step, with what can be wrong at it."""
    folder = tour.desk.folder.parent / "wizard"
    folder.mkdir()
    browser = TestApp(
        create_app(folder, resident=True, has_thread=True), extra_environ={"hd.pseudo": "1"}
    )
    browser.set_cookie("hd_lang", tour.language)
    visitor = Visitor(browser, folder, tour.language)
    try:
        with mock.patch.object(self_try, "find", return_value=None):
            for step in STEPS:
                yield from step(visitor)
    finally:
        db.use(tour.desk.address)


def _welcome(visitor: Visitor) -> Iterator[Page]:
    browser = visitor.browser
    yield "set-up, welcome", browser.get("/install/")
    (visitor.folder / state.NAME).write_text("nonsense")
    yield "set-up, broken notes", browser.get("/install/")
    (visitor.folder / state.NAME).unlink()
    with mock.patch.object(state, "begin", side_effect=PermissionError(13, "1")):
        yield "set-up, no folder", send(browser, "/install/", "/install/begin")
    assert send(browser, "/install/", "/install/begin").status_int == 303


def _check(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/check", visitor.browser
    first = browser.get(at)
    yield "set-up, check", first
    targets = first.html.select("[data-address]")
    hidden = {
        t["data-address"]: "served" if "data-control" in t.attrs else "hidden" for t in targets
    }
    send(browser, at, action="try")
    yield "set-up, not known", browser.get(at)
    yield "set-up, not looked", send(browser, at, action="by_hand")
    served = dict.fromkeys(hidden, "served")
    send(browser, at, findings=json.dumps(served))
    yield "set-up, exposed", browser.get(at)
    send(browser, at)
    send(browser, at, by_hand="1")
    yield "set-up, by hand", browser.get(at)
    with state.changing(visitor.folder) as known:
        known.safety = ""
    send(browser, at, findings=json.dumps(hidden))
    with state.changing(visitor.folder) as known:
        known.safety = state.SAFE
    yield "set-up, safe", browser.get(at)


def _code(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/code", visitor.browser
    yield "set-up, code", browser.get(at)
    yield "set-up, no code", send(browser, at)
    yield "set-up, old token", browser.post(at, expect_errors=True)
    for _try in range(9):
        answer = send(browser, at, code="1")
        if _try == 0:
            yield "set-up, wrong code", answer
    yield "set-up, wrong codes", send(browser, at, code="1")
    refused = PermissionError(13, "1")
    with mock.patch.object(code, "problem", side_effect=refused):
        yield "set-up, code, disk refuses", send(browser, at, code="1")
    with state.changing(visitor.folder) as known:
        known.code_locked_until = 0
    printed = state.standalone_code(visitor.folder)
    yield "set-up, printed code", browser.get(at)
    assert send(browser, at, code=printed).status_int == 303


def _licence(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/licence", visitor.browser
    yield "set-up, licence", browser.get(at)
    yield "set-up, not agreed", send(browser, at)
    send(browser, at, agree="1")


def _server(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/server", visitor.browser
    yield "set-up, server", browser.get(at)
    changes: dict[str, Any] = {
        "LEAST_PYTHON": (9, 9),
        "LEAST_SPACE": 10**18,
        "MODULES": {"nothing": "nothing_at_all"},
    }
    with ExitStack() as stack:
        for name, value in changes.items():
            stack.enter_context(mock.patch.object(server_check, name, value))
        yield "set-up, server isn't fit", browser.get(at)
        yield "set-up, server still isn't fit", send(browser, at, action="on")
    with state.changing(visitor.folder) as known:
        known.safety = state.BY_HAND
    yield "set-up, server, safety by hand", browser.get(at)
    visitor.folder.chmod(0o755)
    yield "set-up, data open to others", send(browser, at, action="again")
    visitor.folder.chmod(0o700)
    assert send(browser, at, action="on").status_int == 303


def _database(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/database", visitor.browser
    yield "set-up, database", browser.get(at)
    nothing = {"engine": "mysql", "port": "99999", "prefix": "1"}
    yield "set-up, database, empty", send(browser, at, **nothing)
    for reason in ("login_method", "database_denied", "tls_failed", "timeout"):
        with i18n.speaking(visitor.language):
            refused = reasons.refusal(reason, LOGIN, "1")
        with mock.patch.object(database, "settle_address", side_effect=refused):
            yield f"set-up, database, {reason}", send(browser, at, **MYSQL, password="1")
    works = database.Settled(Database("mysql"), "⟦1⟧", ("⟦2⟧",))
    with mock.patch.object(database, "settle_address", return_value=works):
        yield "set-up, database, tested", send(browser, at, **MYSQL, action="test")
        send(browser, at, **MYSQL)
        yield "set-up, database, once more", browser.get(at)
    assert send(browser, at, engine="sqlite").status_int == 303


def _desk(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/desk", visitor.browser
    yield "set-up, desk", browser.get(at)
    yield "set-up, desk, empty", send(browser, at)
    wrong = {"title": "1" * 300, "url": "1", "language": "1", "timezone": "1", "name": "1" * 300}
    yield "set-up, desk, wrong", send(browser, at, **wrong, email="1", password="1", again="2")
    twice = {"password": PASSWORD, "again": PASSWORD}
    differ = {**twice, "again": "1"}
    yield "set-up, desk, passwords differ", send(browser, at, **DESK, **ADMIN, **differ)
    assert send(browser, at, **DESK, **ADMIN, **twice).status_int == 303
    yield "set-up, desk, again", browser.get(at)


def _mail(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/mail", visitor.browser
    yield "set-up, mail", browser.get(at)
    yield "set-up, mail, empty", send(browser, at, action="on")
    typed = {"host": "localhost", "port": "1", "security": "none", "user": "1", "password": "1"}
    typed["from_address"] = "desk@example.com"
    wrong = {**typed, "port": "99999", "from_address": "1", "security": "1"}
    yield "set-up, mail, wrong", send(browser, at, **wrong, action="test")
    yield "set-up, mail, refused", send(browser, at, **typed, action="test")
    works = Outcome(True, "⟦1⟧")
    with mock.patch.object(mail, "test_connection", return_value=works):
        yield "set-up, mail, works", send(browser, at, **typed, action="test")
    assert send(browser, at, **typed, action="on").status_int == 303
    yield "set-up, mail, again", browser.get(at)


def _tables(visitor: Visitor) -> Iterator[Page]:
    at, browser = "/install/tables", visitor.browser
    yield "set-up, tables", browser.get(at)
    with mock.patch.object(tables, "advance", side_effect=Unavailable("⟦1⟧")):
        yield "set-up, tables, database away", send(browser, at)
    with mock.patch.object(tables, "advance", side_effect=peewee.DatabaseError("1")):
        yield "set-up, tables, database complains", send(browser, at)
    server = Database("mysql", host="1", name="2")
    with mock.patch.object(state, "database", return_value=server):
        yield "set-up, tables, on a server", browser.get(at)
    with mock.patch.object(Pipeline, "_served", side_effect=RuntimeError):
        yield "set-up, failed", browser.get(at, expect_errors=True)
    with state.changing(visitor.folder) as known:
        known.done, known.total = 3, 28
    yield "set-up, tables, half-way", browser.get(at)
    state.keep_mail(visitor.folder, {}, done=True)
    yield "set-up, tables, no mail", browser.get(at)
    while (answer := send(browser, at)).location.endswith("/tables"):
        pass
    assert answer.status_int == 303, answer.text
    yield "set-up, done", browser.get("/install/done")
    browser.app = create_app(visitor.folder)
    yield "set-up, done, on a web host", browser.get("/install/done")
    yield "set-up, shut", browser.get("/install/", expect_errors=True)


STEPS = (_welcome, _check, _code, _licence, _server, _database, _desk, _mail, _tables)
