"""The status page: what it shows, and what can be pressed there."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpdesk import beats, bytecode, db, jobs, settings
from helpdesk.app import create_app
from helpdesk.clock import now
from helpdesk.diagnostics import exposed, slow, ways
from helpdesk.schema import Beat, Job, Outbox, Ticket
from tests.cast import Desk


def words(page: Any) -> str:
    """What is read on it."""
    return " ".join(page.html.get_text(" ").split())


def test_everything_at_a_glance(desk: Desk) -> None:
    beats.note(beats.THREAD, 3)
    page = desk.signed_in().get("/admin/system")
    text = words(page)
    for found in ("Python 3.", "Free disk space", "is going on", "By the program itself", "bottle"):
        assert found in text
    assert ("SQLite" in text) != ("MariaDB" in text)
    assert "There is nothing to set up" in text


def test_on_a_web_host_it_says_how_to_set_up(desk: Desk) -> None:
    browser = desk.signed_in()
    browser.app = create_app(desk.folder)
    page = browser.get("/admin/system")
    assert page.html.select_one("#cron-line").text == ways.line(desk.folder)
    assert page.html.select_one("#cron-address").text == ways.address()
    page.forms[next(n for n, f in page.forms.items() if f.action.endswith("/key"))].submit(
        status=303
    )
    with db.connection():
        assert settings.get("security.cron_key") == 2


def test_the_menu_leads_there_for_who_may(desk: Desk) -> None:
    def link(email: str) -> Any:
        return desk.signed_in(email).get("/admin/").html.select_one("a[href='/admin/system']")

    assert link("anna@example.com") and not link("ben@example.com")


def test_timed_work_that_has_stopped_is_told_on_the_first_page(desk: Desk) -> None:
    browser = desk.signed_in()
    assert "Timed work has stopped" not in browser.get("/admin/")
    Beat.create(way="cron", host="here", last=now() - timedelta(minutes=16))
    assert "Timed work has stopped" in browser.get("/admin/")
    assert "not for 16 minutes" in words(browser.get("/admin/system"))
    beats.note(beats.PAGE, 0)
    assert "Timed work has stopped" not in browser.get("/admin/")


def test_a_failed_job_is_shown_and_tried_again(desk: Desk) -> None:
    row = Job.create(name="mail.x", state="failed", error="OSError: cleo@example.com", attempts=5)
    browser = desk.signed_in()
    page = browser.get("/admin/system")
    assert "cleo@example.com" in page.html.select_one("#failed").text
    form = next(f for f in page.forms.values() if f.action.endswith(f"/jobs/{row.id}/again"))
    assert "waits to be tried again" in form.submit().follow()
    again = Job.get_by_id(row.id)
    assert (again.state, again.attempts) == ("waiting", 0)
    form.submit(status="*")
    token = page.html.select_one("input[name=csrf]")["value"]
    browser.post(f"/admin/system/jobs/{row.id + 1}/again", {"csrf": token}, status=404)


SECRETS = {
    "mail.host": "smtp.secret-host.example",
    "mail.user": "mail-user-secret",
    "mail.password": "the mail password",
    "mail.from_address": "desk-secret@example.com",
    "site.title": "Secret Corner Shop",
}


def test_the_report_gives_nothing_away(desk: Desk) -> None:
    """Secrets are put everywhere; none of them is in it."""
    settings.change({key: value for key, value in SECRETS.items() if key in settings.REGISTRY})
    desk.ticket("A secret subject", text="A secret text", email="cleo@secret-people.example")
    Job.create(name="mail.x", state="failed", error="OSError: cleo@secret-people.example")
    beats.note(beats.CRON, 1)
    slow.note(desk.folder, "GET /admin/search", 2.0)
    answer = desk.signed_in().get("/admin/system/report")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    report = answer.text
    assert "GET /admin/search" in report and "Python" in report
    config = json.loads((desk.folder / "config.json").read_text())
    known = [*SECRETS.values(), config["secret_key"], ways.key(), "secret", "anna", "cleo", "@"]
    known += [str(desk.folder), beats.host(), desk.address.host, desk.address.password]
    for secret in filter(None, known):
        assert secret.lower() not in report.lower(), secret
    assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b", report), "a network address"


def test_a_part_that_fails_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise OSError("no")

    monkeypatch.setattr("helpdesk.diagnostics.slow.pages", fail)
    monkeypatch.setattr("helpdesk.integrity.is_release", fail)
    text = words(desk.signed_in().get("/admin/system"))
    assert text.count("The rest can’t be seen OSError") == 2 and "Python 3." in text


class Exposure:
    """The check, as its page's script does it."""

    def __init__(self, desk: Desk) -> None:
        self.folder: Path = desk.folder
        self.browser = desk.signed_in()

    def begin(self) -> dict[str, str]:
        """Press, and find nothing but what must be found."""
        at = "/admin/system/exposure"
        page = self.browser.get(at)
        next(f for f in page.forms.values() if f.action == at).submit(status=303)
        items = self.browser.get(at).html.select("[data-address]")
        return {
            i["data-address"]: "served" if "data-control" in i.attrs else "hidden" for i in items
        }

    def end(self, findings: dict[str, str], **more: str) -> Any:
        """Send what was found."""
        page = self.browser.get("/admin/system/exposure")
        form = next(f for f in page.forms.values() if f.action.endswith("/found"))
        form["findings"] = json.dumps(findings)
        if "by_hand" in more:
            form["by_hand"] = True
        return form.submit("action", value=more.get("action", "try"), status="*")

    @property
    def probes(self) -> list[Path]:
        """What lies in the data folder for it."""
        return [f for f in self.folder.iterdir() if "probe" in f.name]


def test_exposure_safe(desk: Desk) -> None:
    check = Exposure(desk)
    found = check.begin()
    assert len(check.probes) == 3 and exposed.key(desk.folder)
    check.end(found)
    assert exposed.read(desk.folder).outcome == "safe" and check.probes == []
    assert "Nobody can download your data" in words(check.browser.get("/admin/system"))
    assert exposed.key(desk.folder) == ""


def test_exposure_bad(desk: Desk) -> None:
    check = Exposure(desk)
    found = check.begin()
    address = next(a for a, how in found.items() if how == "hidden")
    check.end({**found, address: "served"})
    assert exposed.read(desk.folder).exposed == [address] and check.probes == []
    assert address in check.browser.get("/admin/system/exposure")
    assert "Your files can be downloaded" in words(check.browser.get("/admin/system"))
    report = check.browser.get("/admin/system/report").text
    assert "!! Downloads by strangers" in report and address not in report


def test_exposure_unknown_and_by_hand(desk: Desk) -> None:
    check = Exposure(desk)
    found = check.begin()
    check.end(dict.fromkeys(found, "unknown"))
    assert "could not be found out" in words(check.browser.get("/admin/system"))
    check.begin()
    exposed.begin(desk.folder)
    assert len(check.probes) == 3, "those of the check before are gone"
    assert "Open each address first" in check.end({}, action="by_hand")
    check.end({}, action="by_hand", by_hand="1")
    assert exposed.read(desk.folder).outcome == "by hand" and check.probes == []


def test_demo_data_in_two_presses(desk: Desk) -> None:
    """Loaded and removed by the page's looks, with nothing of one's own touched."""
    mine, browser = desk.ticket(), desk.signed_in()
    mails = Outbox.select().count()
    before = Ticket.select().count()

    def press(end: str) -> None:
        page = browser.get("/admin/system/demo")
        next(f for f in page.forms.values() if f.action.endswith(end)).submit(status=303)
        page = browser.get("/admin/system/demo")
        forms = [f for f in page.forms.values() if f.action.endswith("/step")]
        while forms:
            told = forms[0].submit(headers={"Accept": "application/json"}).json
            if told["finished"]:
                return
            assert told["total"] == 50

    press("/demo")
    assert Ticket.select().count() == before + 50
    assert "50 demo tickets are there" in browser.get("/admin/system/demo")
    press("/demo/remove")
    assert [row.id for row in Ticket.select()] == [mine.id]
    assert Outbox.select().count() == mails, "nothing is mailed"
    assert "Load demo data" in browser.get("/admin/system/demo")


def test_compiling_in_slices(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [3]

    def compile_some(seconds: float) -> bytecode.Progress:
        left[0] -= 1
        return bytecode.Progress("x" if left[0] else None, 3 - left[0], 3)

    monkeypatch.setattr(bytecode, "compile_some", compile_some)
    monkeypatch.setattr(bytecode, "compiled", lambda: bytecode.Progress(None, 3 - left[0], 3))
    monkeypatch.setattr(bytecode, "is_possible", lambda: True)
    browser = desk.signed_in()
    page = browser.get("/admin/system")
    form = next(f for f in page.forms.values() if f.action.endswith("/compile"))
    told = [form.submit(headers={"Accept": "application/json"}).json for _ in range(3)]
    assert [one["done"] for one in told] == [1, 2, 3]
    assert [one["finished"] for one in told] == [False, False, True]
    assert "3 of 3 files" in words(browser.get("/admin/system"))


def test_demo_data_refuses_other_amounts(desk: Desk) -> None:
    browser = desk.signed_in()
    form = next(
        f for f in browser.get("/admin/system/demo").forms.values() if f.action.endswith("/demo")
    )
    form["tickets"].force_value("49")
    assert "Choose how many" in form.submit(status=422)
    assert not jobs.is_due()
