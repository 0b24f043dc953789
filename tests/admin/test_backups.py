"""Backups in the panel: made, looked at, taken along, deleted; and the way back."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from webtest import TestApp

from helpdesk import config, db, jobs, places, settings, underway, work
from helpdesk.backup import kept, returning, verifying
from helpdesk.clock import UTC
from helpdesk.commands import serve
from helpdesk.diagnostics import ways
from helpdesk.errors import Underway
from helpdesk.jobs import Slice
from helpdesk.schema import Job, Ticket
from helpdesk.web.desk import Desk as WebDesk
from tests.backup.fixtures import alone
from tests.cast import PASSWORD, Desk
from tests.crowd import in_thread
from tests.rules.tree import ROOT

PLACE = "/admin/backups"
ASK = """
import json, pathlib, sys
from webtest import TestApp
from helpdesk.app import create_app
app = TestApp(create_app(pathlib.Path(sys.argv[1]), has_thread=True))
answer = app.get("/", expect_errors=True)
print(json.dumps([answer.status_int, answer.text]))
"""


pytestmark = pytest.mark.usefixtures("alone")
__all__ = ["alone"]


@pytest.fixture(autouse=True)
def registered() -> None:
    """The jobs, as in every process that does timed work."""
    work.load()


def done() -> None:
    """All slices of what is queued."""
    for name in (kept.MAKE, kept.VERIFY):
        while (mine := jobs.claim(name=name)) is not None:
            jobs.run(mine)


def made(desk: Desk, anna: TestApp) -> str:
    """A backup by a press."""
    press(anna, PLACE)
    done()
    return kept.kept()[0].name


def press(browser: TestApp, path: str, page: str = PLACE, **fields: str) -> Any:
    """Send the form of a page that has this address."""
    forms = browser.get(page).forms.values()
    form = next(form for form in forms if form.action.endswith(path))
    for name, value in fields.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_a_backup_is_made_and_taken_along(desk: Desk) -> None:
    """Listed with its version and size, downloaded whole."""
    desk.ticket()
    anna = desk.signed_in()
    assert "No backups yet" in anna.get(PLACE)
    press(anna, PLACE)
    assert "A backup is being made" in anna.get(PLACE)
    page = press(
        anna, f"{PLACE}/step"
    ).follow()  # the page's script, and without scripts its button
    (row,) = kept.kept()
    assert row.name in page and "Download" in page
    answer = anna.get(f"{PLACE}/{row.name}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.body) == row.size == kept.path(row.name).stat().st_size
    assert kept.path(row.name).stat().st_mode & 0o777 == 0o600


def test_backups_and_exports_lead_to_each_other(desk: Desk) -> None:
    """Whoever has opened the one that they don't need finds the other."""
    anna = desk.signed_in()
    for here, there in ((PLACE, "/admin/exports"), ("/admin/exports", PLACE)):
        assert anna.get(here).html.select_one(f"p a[href='{there}']")


def test_what_is_not_a_backup_is_not_given_out(desk: Desk) -> None:
    """The configuration lies one folder above."""
    anna = desk.signed_in()
    made(desk, anna)
    for name in ("config.json", "..%2Fconfig.json", "x.tar", ".tar"):
        assert anna.get(f"{PLACE}/{name}", expect_errors=True).status_code == 404


def test_verifying_says_what_it_found(desk: Desk) -> None:
    """Whole; then, with one changed byte, what is broken."""
    anna = desk.signed_in()
    name = made(desk, anna)
    press(anna, f"{PLACE}/{name}/verify")
    done()
    assert "read and whole" in anna.get(PLACE)
    content = bytearray(kept.path(name).read_bytes())
    content[len(content) // 2] ^= 1
    kept.path(name).write_bytes(content)
    press(anna, f"{PLACE}/{name}/verify")
    done()
    page = anna.get(PLACE)
    assert "It can’t be used" in page and "is damaged" in page
    assert f"{name}/restore" not in page


def test_deleting_asks_first(desk: Desk) -> None:
    """And then nothing of it is left."""
    anna = desk.signed_in()
    name = made(desk, anna)
    kept.verify(name)
    done()
    press(anna, f"{PLACE}/{name}/delete", f"{PLACE}/{name}/delete")
    assert [left.name for left in kept.folder().iterdir()] == [places.MARK]


def test_the_desk_goes_back(desk: Desk) -> None:
    """With the own password, by slices; afterwards who began it is told, and so is the panel."""
    desk.ticket("Before")
    anna = desk.signed_in()
    name = made(desk, anna)
    desk.ticket("Later")
    form = f"{PLACE}/{name}/restore"
    assert "present password" in press(anna, form, form, password="wrong")
    assert not underway.is_running(desk.folder)
    answer = press(anna, form, form, password=PASSWORD)
    assert answer.location.endswith("/install/restore")
    shut = desk.browser().get("/", expect_errors=True)
    assert shut.status_code == 503 and "is being restored" in shut
    assert "/install/restore" in anna.get("/admin/", expect_errors=True)
    assert desk.browser().get("/install/restore", expect_errors=True).status_code == 503
    page = anna.get("/install/restore")
    while underway.is_running(desk.folder):
        page = page.forms[0].submit().maybe_follow() if page.forms else anna.get("/install/restore")
    assert "Your backup is back" in anna.get("/install/restore")
    assert desk.browser().get("/").status_code == 200
    with db.connection():
        assert [row.subject for row in Ticket.select()] == ["Before"]
    assert "still there" in desk.signed_in().get(PLACE)


@pytest.mark.parametrize("engine", ["sqlite"])  # on MariaDB other tests use the old tables
def test_the_old_tables_go_at_a_press(desk: Desk) -> None:
    """And can be kept by another."""
    anna = desk.signed_in()
    for action, stays in (("dismiss", True), ("remove", False)):
        returning.begin(desk.folder, kept.path(made(desk, anna)))
        while returning.advance(desk.folder) is not None:
            pass
        ended = returning.outcome(desk.folder)
        assert ended is not None and ended.old is not None
        anna = desk.signed_in()
        press(anna, f"{PLACE}/old/{action}")
        assert "still there" not in anna.get(PLACE)
        assert Path(ended.old.path).exists() is stays


def test_the_page_drives_it_by_script(desk: Desk) -> None:
    """Told as JSON, until it says where to go."""
    anna = desk.signed_in()
    name = made(desk, anna)
    form = f"{PLACE}/{name}/restore"
    press(anna, form, form, password=PASSWORD)
    token = anna.get("/install/restore").forms[0]["csrf"].value
    for _turn in range(200):
        told = anna.post("/install/restore", {"csrf": token}, {"Accept": "application/json"}).json
        if told["finished"]:
            break
        assert 0 <= told["done"] <= told["total"] == 100
    assert told["finished"] and told["location"].endswith("/install/restore")


def test_timed_work_goes_on_with_it(desk: Desk) -> None:
    """When the browser was closed."""
    anna = desk.signed_in()
    name = made(desk, anna)
    returning.begin(desk.folder, kept.path(name))
    serving = WebDesk(desk.folder)
    while underway.is_running(desk.folder):
        with contextlib.suppress(Underway):
            work.run(serving, "cron")
    ended = returning.outcome(desk.folder)
    assert ended is not None and not ended.why


def test_a_process_that_begins_meanwhile_looks_like_the_desk(desk: Desk) -> None:
    """Which it can't ask how that is."""
    with db.transaction():
        settings.change({"look.accent": "#7a3e9d"})
    name = made(desk, desk.signed_in())
    returning.begin(desk.folder, kept.path(name))
    run = [sys.executable, "-c", ASK, str(desk.folder)]
    status, page = json.loads(subprocess.run(run, cwd=ROOT, capture_output=True, check=True).stdout)
    assert status == 503 and "is being restored" in page and "Harbour Lane Cycles" in page
    theme = desk.browser().get("/", expect_errors=True).html.select("link[href*='theme']")
    assert "/static/" not in theme[0]["href"]
    assert BeautifulSoup(page, "html.parser").select("link[href*='theme']") == theme


def test_tables_that_cannot_be_read_are_no_hindrance(desk: Desk) -> None:
    """They may be why a backup is brought back."""
    name = made(desk, desk.signed_in())
    db.database.execute_sql(f"ALTER TABLE {db.prefix()}setting RENAME TO {db.prefix()}lost")
    settings.forget()
    try:
        returning.begin(desk.folder, kept.path(name))
    finally:
        db.database.execute_sql(f"ALTER TABLE {db.prefix()}lost RENAME TO {db.prefix()}setting")
    assert (underway.read(desk.folder) or {})["site"] == {}
    while returning.advance(desk.folder) is not None:
        pass
    ended = returning.outcome(desk.folder)
    assert ended is not None and not ended.why


def test_a_failure_opens_the_desk_as_it_was(desk: Desk) -> None:
    """And says why; no new tables are left."""
    desk.ticket("Before")
    anna = desk.signed_in()
    name = made(desk, anna)
    before = config.load(desk.folder)
    returning.begin(desk.folder, kept.path(name))
    record = json.loads((desk.folder / underway.NAME).read_text())
    content = bytearray(kept.path(name).read_bytes())
    content[len(content) // 2] ^= 1
    kept.path(name).write_bytes(content)
    while returning.advance(desk.folder) is not None:
        pass
    ended = returning.outcome(desk.folder)
    assert ended is not None and "damaged" in ended.why
    assert config.load(desk.folder) == before
    if before.database.engine == "sqlite":
        assert not Path(record["into"]["path"]).exists()
    page = desk.signed_in().get(PLACE)
    assert "could not be restored" in page and "damaged" in page


def test_a_sealed_one_asks_for_its_passphrase(desk: Desk) -> None:
    """Set for all new backups; a wrong one changes nothing."""
    with db.transaction():
        settings.change({"backup.passphrase": "pässphrase"})
    anna = desk.signed_in()
    name = made(desk, anna)
    assert "sealed" in anna.get(PLACE)
    assert verifying.look(kept.path(name)).is_sealed
    form = f"{PLACE}/{name}/restore"
    answer = press(anna, form, form, password=PASSWORD, passphrase="other")
    assert "passphrase" in answer and not underway.is_running(desk.folder)
    answer = press(anna, form, form, password=PASSWORD, passphrase="pässphrase")
    assert answer.status_code == 303
    while returning.advance(desk.folder) is not None:
        pass


@pytest.mark.parametrize("engine", ["sqlite"])
def test_one_is_made_every_night_and_the_last_few_are_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At an hour of the desk's zone, once, also when timed work comes late."""
    with db.transaction():
        settings.change(
            {
                "backup.nightly": True,
                "backup.hour": 3,
                "backup.keep": 2,
                "site.timezone": "America/New_York",
            }
        )
    moment = datetime(2026, 11, 23, 7, 59, tzinfo=UTC)  # 02:59 over there

    def at(when: datetime) -> int:
        monkeypatch.setattr("helpdesk.backup.kept.now", lambda: when)
        kept.nightly(Slice(None, None))
        Job.update(created=when).where(Job.name == kept.MAKE).execute()
        done()
        for file in kept.folder().glob("*.tar"):
            stamp(file)
        return len(kept.kept())

    def stamp(file: Path) -> None:
        local = datetime.strptime(file.name[9:24], "%Y-%m-%d-%H%M")
        seconds = local.replace(tzinfo=UTC).timestamp() + 5 * 3600
        os.utime(file, (seconds, seconds))

    (desk.folder / "backups").mkdir()
    assert at(moment) == 1  # yesterday's was due
    assert at(moment + timedelta(minutes=2)) == 2
    assert at(moment + timedelta(hours=9)) == 2
    newest = at(moment + timedelta(days=1, hours=5)) and kept.kept()[0].name
    assert newest == "helpdesk-2026-11-24-0759.tar"
    assert len(kept.kept()) == 2


def test_a_thread_in_the_middle_of_a_request_is_not_disturbed(desk: Desk) -> None:
    """The database is exchanged between requests; who comes meanwhile waits for that."""
    serving = WebDesk(desk.folder, resident=True)
    inside, leave, seen = threading.Event(), threading.Event(), []

    def slow() -> None:
        with serving.serving() as known:
            inside.set()
            leave.wait(30)
            seen.append(("slow", known.secret_key, db.database.obj is before))

    def quick() -> None:
        with serving.serving() as known:
            seen.append(("quick", known.secret_key, db.database.obj is before))

    with serving.serving() as known:
        before, first = db.database.obj, known.secret_key
    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    threads[0].start()
    assert inside.wait(30)
    anna = desk.signed_in()
    name = made(desk, anna)
    returning.begin(desk.folder, kept.path(name))
    while returning.advance(desk.folder) is not None:
        pass
    threads[1].start()
    assert not seen  # it waits
    leave.set()
    for thread in threads:
        thread.join(30)
    assert [who for who, _key, _same in seen] == ["slow", "quick"]
    assert [same for _who, _key, same in seen] == [True, False]
    assert first


def back(folder: Path, name: str) -> None:
    """Restore it, all of it."""
    returning.begin(folder, kept.path(name))
    while returning.advance(folder) is not None:
        pass


def test_timed_work_is_not_disturbed_either(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-alone it is a thread of the same process, whose models are the pages' too."""
    monkeypatch.setattr("helpdesk.web.desk.PATIENCE", 0.0)
    app, worker = serve.application(desk.folder)
    browser = TestApp(app)

    def visit() -> Any:
        return browser.get("/", expect_errors=True)

    assert in_thread(visit).status_int == 200
    name = made(desk, desk.signed_in())
    with worker.desk.serving():
        before = db.database.obj
        back(desk.folder, name)
        page = in_thread(visit)
        assert page.status_int == 503 and "is being restored" in page
        assert db.database.obj is before
    assert in_thread(visit).status_int == 200 and db.database.obj is not before


def test_who_came_in_just_before_the_exchange_is_sent_away(desk: Desk) -> None:
    """Rather than told of a request that the old tables hold."""
    serving, name = WebDesk(desk.folder, resident=True), made(desk, desk.signed_in())
    with serving.serving():
        serving.check_underway()
        back(desk.folder, name)
        with pytest.raises(Underway):
            serving.check_underway()
    with serving.serving():
        serving.check_underway()


def test_the_address_for_timed_work_goes_over_too(desk: Desk) -> None:
    """Also when nobody has opened a page since: its key is that of the new tables."""
    name, key = made(desk, desk.signed_in()), ways.key()
    ways.new_key(desk.anna.actor())
    assert desk.browser().get("/cron", {"key": key}, status=404)
    back(desk.folder, name)
    assert desk.browser().get("/cron", {"key": key}, status=200)
