"""The mail server is tried with what is typed, before anything is saved, and nobody else waits."""

import threading
import time

import pytest
from webtest import TestApp, TestResponse
from webtest.forms import Form

from helpdesk import db, settings
from helpdesk.schema import Outbox, Setting
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Script, no_pauses, post, script
from tests.mail.sink import Sink

__all__ = ["no_pauses", "post", "script"]
AT = "/admin/settings/mail"


@pytest.fixture
def form(desk: Desk) -> Form:
    """The page of the mails with a server typed into it."""
    found = desk.signed_in().get(AT).forms["settings"]
    found["mail.host"], found["mail.security"] = sink.HOST, "none"
    found["mail.from_address"] = "desk@harbour-lane.example"
    return found


def press(form: Form, what: str) -> TestResponse:
    form.action = f"{AT}/{what}"
    return form.submit(expect_errors=True)


def row(page: TestResponse, key: str) -> str:
    return str(page.html.select_one(f'[data-hd-set="{key}"] [data-hd-result]').get_text().strip())


def outcome(page: TestResponse) -> str:
    return str(page.html.select_one("[data-hd-outcome]").get_text().strip())


def test_what_is_typed_is_tried_and_not_saved(form: Form, post: Sink) -> None:
    form["mail.port"], form["mail.method"] = str(post.port), "smtp"
    before = {row.key: row.value for row in Setting.select()}
    page = press(form, "test")
    assert page.status_int == 200 and "takes mails from" in outcome(page)
    assert {row.key: row.value for row in Setting.select()} == before
    again = page.forms["settings"]
    assert again["mail.port"].value == str(post.port) and again["mail.method"].value == "smtp"
    again.action = AT
    again.submit(status=303)
    assert settings.get("mail.port") == post.port


def test_a_test_mail_arrives_at_oneself_at_once(form: Form, post: Sink) -> None:
    form["mail.port"] = str(post.port)
    assert "on its way to anna@example.com" in outcome(press(form, "send"))
    (found,) = post.to("anna@example.com")
    assert "Harbour Lane Cycles" in found["Subject"]
    assert found["From"].endswith("<desk@harbour-lane.example>")
    assert Outbox.select().count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"mail.host": "no-such-host.invalid"}, "mail.host"),
        ({"mail.port": "1"}, "mail.port"),
        ({"mail.host": ""}, "mail.host"),
    ],
)
def test_trouble_stands_beside_its_field(form: Form, typed: dict[str, str], field: str) -> None:
    for key, value in typed.items():
        form[key] = value
    page = press(form, "test")
    assert row(page, field) and row(page, field) in outcome(page)


def test_a_refused_log_in(form: Form) -> None:
    """Beside the password, which is in no page and needn't be typed again."""
    with sink.running(auth=True) as picky:
        form["mail.port"], form["mail.user"] = str(picky.port), sink.USER
        form["mail.password"] = "sesame street"
        page = press(form, "test")
    assert "refuses user name or password" in row(page, "mail.password")
    assert "sesame" not in page
    again = page.forms["settings"]
    again.action = AT
    again.submit(status=303)
    assert settings.get("mail.password") == "sesame street"


def test_what_cannot_be_taken_is_told_before_anything_is_tried(form: Form) -> None:
    form["mail.port"] = "many"
    page = press(form, "test")
    assert page.status_int == 422 and "whole number" in page and outcome(page) == ""


def test_scripts_get_json(form: Form, post: Sink) -> None:
    form["mail.port"] = str(post.port)
    form.action = f"{AT}/test"
    told = form.submit(headers={"Accept": "application/json"}).json
    assert told["works"] is True and told["field"] == "" and "takes mails" in told["words"]


def test_nobody_waits_for_a_server_that_says_nothing(
    desk: Desk, form: Form, script: Script
) -> None:
    """While one is being tried, others write: the trial holds no transaction."""
    form["mail.port"], form["mail.timeout"] = str(script(greeting="").port), "3"
    form.action = f"{AT}/test"
    other: TestApp = desk.signed_in()
    pages: list[TestResponse] = []
    trial = threading.Thread(target=lambda: pages.append(form.submit(expect_errors=True)))
    trial.start()
    time.sleep(0.3)  # it has to be under way; if it is over already the next line says so
    begun = time.monotonic()
    sent = other.get("/admin/settings/list").forms["settings"]
    sent["list.rows"] = "25"
    sent.submit(status=303)
    assert trial.is_alive() and time.monotonic() - begun < 2.5
    trial.join(20)
    assert "says nothing" in outcome(pages[0]) or "doesn't answer" in outcome(pages[0])
    with db.connection():
        assert settings.get("list.rows") == 25


def test_no_page_without_the_form(desk: Desk) -> None:
    for what in ("test", "send"):
        assert desk.signed_in().get(f"{AT}/{what}").location.endswith(AT)
