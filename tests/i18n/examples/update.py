"""The update of an older desk, from the log-in to every end that it can have."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from webtest import TestApp

from helpdesk import db, settings, underway, updating
from helpdesk.app import create_app
from helpdesk.errors import Unavailable
from helpdesk.updating import Record, entering, planning, records
from helpdesk.version import __version__
from tests.cast import PASSWORD
from tests.i18n.tour import Page, Tour, example, send
from tests.updating import old
from tests.updating.old import PLACE

AT = f"{PLACE}/enter"
BEFORE = Record(records.BACKUP, "0.1.0", __version__, "Anna Lindgren", done=3, total=28)


@example("GET /install/update", "POST /install/update", "POST /install/update/enter")
def update(tour: Tour) -> Iterator[Page]:
    """Every page, with what can go wrong."""
    folder = tour.desk.folder.parent / "older"
    folder.mkdir()
    one = old.made(old.RELEASES[0], folder, None)
    settings.forget()
    browser = TestApp(create_app(one.folder, resident=True), extra_environ={"hd.pseudo": "1"})
    browser.set_cookie("hd_lang", tour.language)
    try:
        yield "update, panel", browser.get("/admin/", expect_errors=True)
        yield from _enter(browser)
        yield from _plan(browser, one.folder)
        yield from _progress(browser, one.folder)
        yield from _ends(browser, one.folder)
    finally:
        db.database.close()
        db.use(tour.desk.address)
        settings.forget()
        shutil.rmtree(folder)


def _enter(browser: TestApp) -> Iterator[Page]:
    anna = {"email": "anna@example.com", "password": PASSWORD}
    yield "update, log in", browser.get(PLACE)
    yield "update, wrong", send(browser, PLACE, AT, **anna | {"password": "1"})
    yield "update, not allowed", send(browser, PLACE, AT, **anna | {"email": "ben@example.com"})
    with mock.patch.object(entering, "TRIES", 0):
        yield "update, too often", send(browser, PLACE, AT, **anna)
    assert send(browser, PLACE, AT, **anna).status_int == 303


def _plan(browser: TestApp, folder: Path) -> Iterator[Page]:
    yield "update, plan", browser.get(PLACE)
    with mock.patch("shutil.disk_usage", return_value=SimpleNamespace(free=1)):
        yield "update, no room", browser.get(PLACE)
    for phase, archive in (("undone", "1"), ("stopped", "1"), ("stopped", "")):
        ended = replace(BEFORE, phase=phase, archive=archive, error="⟦1⟧")
        (folder / records.NAME).write_text(json.dumps(asdict(ended)))
        yield f"update, {phase} {archive}", browser.get(PLACE)
    (folder / records.NAME).unlink()


def _progress(browser: TestApp, folder: Path) -> Iterator[Page]:
    for phase in ("backup", "migrations", "check", "back"):
        known = replace(BEFORE, phase=phase, archive="1", error="⟦1⟧" if phase == "back" else "")
        with _under_way(folder, known):
            yield f"update, {phase}", browser.get(PLACE)
            with mock.patch.object(updating, "advance", side_effect=Unavailable("⟦1⟧")):
                yield f"update, {phase}, trouble", send(browser, PLACE)
    with _under_way(folder, BEFORE), mock.patch.object(entering, "TRIES", 0):
        browser.set_cookie("hd_setup", "")
        yield "update, log in meanwhile", browser.get(PLACE)
    send(browser, PLACE, AT, email="anna@example.com", password=PASSWORD)


def _ends(browser: TestApp, folder: Path) -> Iterator[Page]:
    plan = planning.Plan("1", "2", 0, 1, True, 1, 1)
    with mock.patch.object(updating, "look", return_value=plan):
        yield "update, newer", browser.get(PLACE, expect_errors=True)
    send(browser, PLACE, action="begin")
    while updating.running(folder):
        send(browser, PLACE)
    yield "update, done", browser.get(PLACE)


@contextmanager
def _under_way(folder: Path, known: Record) -> Iterator[Any]:
    underway.write(folder, {"what": records.WHAT, **asdict(known)})
    yield
    underway.end(folder)
