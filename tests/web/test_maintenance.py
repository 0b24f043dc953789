"""While the desk is shut customers read a notice; staff work, and whoever may can open it again."""

import subprocess
import sys
import time

import pytest

from helpdesk import db, settings
from helpdesk.diagnostics import ways
from tests.asking import as_cleo, form_to, post
from tests.cast import Desk
from tests.servers.mariadb import wait_until


@pytest.fixture
def shut(desk: Desk) -> Desk:
    """A desk whose customers' side is shut."""
    with db.transaction():
        settings.change({"maintenance.on": True, "maintenance.text": "Back at 14:00.\nThank you."})
    return desk


@pytest.mark.parametrize("path", ["/", "/submit", "/ticket", "/ticket/AAA-AAA-AAAA", "/nowhere"])
def test_customers_read_the_notice(shut: Desk, path: str) -> None:
    page = shut.browser().get(path, status=503)
    assert page.html.h1.text == "We’ll be back soon" and "Back at 14:00.\nThank you." in page
    assert page.headers["Retry-After"] and "no-" in page.headers["Cache-Control"]
    assert "send us this number" not in page


def test_without_words_of_ones_own(shut: Desk) -> None:
    with db.transaction():
        settings.change({"maintenance.text": ""})
    assert "Your requests are safe" in shut.browser().get("/", status=503)


def test_what_was_being_written_is_given_back(desk: Desk) -> None:
    browser, track = as_cleo(desk)
    form = form_to(browser.get(f"/ticket/{track}"), "/reply")
    with db.transaction():
        settings.change({"maintenance.on": True})
    form["message"] = "A long answer"
    page = form.submit(status=503)
    assert page.html.find("textarea", readonly=True).text.strip() == "A long answer"


@pytest.mark.parametrize("path", ["/health", "/static/css/tokens.css", "/theme.css"])
def test_what_stays_open_to_everybody(shut: Desk, path: str) -> None:
    shut.browser().get(path, status=200)


def test_scripts_are_told_in_their_own_way_and_timed_work_goes_on(desk: Desk) -> None:
    browser, track = as_cleo(desk)
    with db.transaction():
        settings.change({"maintenance.on": True})
    told = browser.get(f"/pulse?ticket={track}", status=503)
    assert told.json["status"] == 503 and told.headers["Retry-After"]
    assert desk.browser().get(f"/cron?key={ways.key()}").text.startswith("done: ")
    assert desk.signed_in().get("/admin/pulse?list=1", status="*").status_int in (200, 204)


def test_staff_sign_in_and_work(shut: Desk) -> None:
    ben = shut.signed_in("ben@example.com")
    page = ben.get("/admin/tickets")
    assert "Maintenance mode is on" in page and "/admin/settings/maintenance" not in page
    assert "Maintenance mode is on" in ben.get("/")
    number = shut.ticket(category="Repairs").id
    post(ben, f"/admin/tickets/{number}/note", message="While it is shut", status=303)


def test_the_administrator_opens_it_again(shut: Desk) -> None:
    anna = shut.signed_in()
    form = anna.get("/admin/settings/maintenance").forms["settings"]
    form["maintenance.on"] = False
    form.submit(status=303)
    shut.browser().get("/", status=200)


def test_another_process_notices_within_two_seconds(desk: Desk) -> None:
    """The other one has read the old value a moment ago and answers one question per line."""
    code = (
        "import io, pathlib, sys\n"
        "from webtest import TestApp\n"
        "from helpdesk.app import create_app\n"
        f"app = TestApp(create_app(pathlib.Path({str(desk.folder)!r}), resident=True))\n"
        "for line in sys.stdin:\n"
        "    print(app.get('/', expect_errors=True).status_int, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        ask, told = other.stdin, other.stdout
        assert ask and told

        def asked() -> str:
            ask.write("?\n")
            ask.flush()
            return told.readline().strip()

        assert asked() == "200"
        with db.transaction():
            settings.change({"maintenance.on": True})
        changed = time.monotonic()
        assert wait_until(lambda: asked() == "503", changed + settings.NOTICED_WITHIN + 1)
        ask.close()
