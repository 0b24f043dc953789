"""Whatever comes in or goes wrong ends at a page: no traceback, the text kept."""

import logging
import re

import peewee
import pytest

from helpdesk import db, settings, tickets
from helpdesk.schema import Setting, Ticket
from tests.asking import REQUEST, as_cleo, raw, submit, token
from tests.cast import Desk

HOUSE = "hd-empty"  # a mark of our own error page


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the verb that takes a request."""

    def submit(**_values: object) -> None:
        Setting.create(key="half", value="1")
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(tickets, "submit", submit)


def test_a_bug_shows_a_page_that_keeps_the_text(desk: Desk, broken: None) -> None:
    page = submit(desk, message="My long words", status=500)
    assert [t.string.strip() for t in page.html.find_all("textarea")] == [
        REQUEST["subject"],
        "My long words",
    ]
    assert "ZeroDivisionError" not in page and "secret detail" not in page
    assert Setting.select().where(Setting.key == "half").count() == 0


def test_a_bug_is_logged_once_under_the_number_on_the_page(
    desk: Desk, broken: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = submit(desk, status=500)
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == 1 and logged[0].exc_info is not None
    reference = page.html.find("span", class_="hd-id").string
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{2}", reference)
    assert logged[0].getMessage().startswith(reference)


def test_a_database_that_is_away_is_a_503_that_says_when_to_try_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_values: object) -> None:
        raise peewee.OperationalError(2013, "Lost connection")

    monkeypatch.setattr(tickets, "submit", away)
    page = submit(desk, status=503)
    assert page.headers["Retry-After"] == "20" and REQUEST["message"] in page


def test_a_dead_connection_that_was_kept_is_no_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.forget()  # so that the next look at a setting asks the database

    def dead(*_arguments: object, **_more: object) -> None:
        raise peewee.OperationalError(2006, "Server has gone away")

    monkeypatch.setattr(db.database.obj, "execute_sql", dead)
    answer = raw(desk, "/submit")
    assert answer.status == 503 and answer.headers["Retry-After"] == "20"
    monkeypatch.undo()
    assert raw(desk, "/submit").status == 200


def test_signed_out_meanwhile_keeps_the_text(desk: Desk) -> None:
    number = desk.ticket().id
    fields = {"message": "An answer of an hour", "csrf": "x"}
    page = desk.browser().post(f"/admin/tickets/{number}/reply", fields, status=401)
    assert "An answer of an hour" in page.html.find("textarea").string
    assert page.html.find("a", href="/admin/login")


def test_a_password_is_never_shown_again(desk: Desk) -> None:
    browser = desk.browser()
    fields = {"email": "anna@example.com", "password": "my dear secret", "csrf": token(browser)}
    assert "my dear secret" not in browser.post("/admin/login", fields, status=422)
    fields = {"current": "my dear secret", "new": "my dear secret", "csrf": "x"}
    assert "my dear secret" not in browser.post("/admin/account/password", fields, status=401)


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "///admin/tickets",
        "//example.com/",
        "/..",
        "/../../etc/passwd",
        "/ticket/..%2f",
        "/ticket/../admin",
        "/static/../helpdesk/config.py",
        "/static/%2e%2e/setup.cfg",
        "/\xff\xfe",
        "/ticket/\xe2\x28\xa1",
        "/ticket/" + "A" * 10_000,
        "/\x00",
        "/ticket/\n\r",
        "/ticket/AAA-AAA-AAAA/files/" + "9" * 40,
        "/admin",
        "",
    ],
)
def test_odd_paths_end_at_a_page(desk: Desk, path: str) -> None:
    answer = raw(desk, path)
    assert answer.status in (200, 303, 404)
    if answer.status == 404:
        assert HOUSE in answer.body.decode()
    location = answer.headers.get("Location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("number", ["-1", "0", "9" * 18, "9" * 19, "9" * 40, "1.5", "x", "%D9%A1"])
def test_numbers_that_no_ticket_has(desk: Desk, number: str) -> None:
    browser = desk.signed_in()
    for path in (f"/admin/tickets/{number}", f"/admin/tickets/{number}/files/{number}"):
        browser.get(path, status=404)
    answer = browser.post(f"/admin/tickets/{number}/reply", {"csrf": token(browser)}, status=404)
    assert HOUSE in answer


@pytest.mark.parametrize(
    "query",
    [
        "a=1&" * 5000,
        "track=" + "A" * 100_000,
        "=&=&;;%%%&track=%FF%00&lang",
        "track=\xff\xfe",
        "after=" + "9" * 5 + "-" + "9" * 25,
        "after=99999999999999999-1",
        "after=-&next=//example.com&mode=x",
    ],
)
@pytest.mark.parametrize("path", ["/", "/ticket", "/admin/login", "/admin/tickets"])
def test_odd_queries_end_at_the_page(desk: Desk, path: str, query: str) -> None:
    cookie = desk.signed_in().cookies["hd_session"] if path == "/admin/tickets" else ""
    assert raw(desk, path, QUERY_STRING=query, HTTP_COOKIE=f"hd_session={cookie}").status == 200


@pytest.mark.parametrize(
    "cookie", ['a={"b":1}', "=", ";;;", "hd_guest", "hd_guest=\xff; a", "a=" + "b" * 9000, "é=ü"]
)
def test_odd_cookies_hide_neither_page_nor_session(desk: Desk, cookie: str) -> None:
    session = desk.signed_in().cookies["hd_session"]
    answer = raw(desk, "/admin/tickets", HTTP_COOKIE=f"{cookie}; hd_session={session}")
    assert answer.status == 200


def test_of_two_sessions_the_one_of_the_longer_path_counts(desk: Desk) -> None:
    session = desk.signed_in().cookies["hd_session"]
    answer = raw(desk, "/admin/tickets", HTTP_COOKIE=f"hd_session={session}; hd_session=other")
    assert answer.status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X", "PROPFIND"])
def test_methods_that_no_page_has(desk: Desk, method: str) -> None:
    for path in ("/", "/submit", "/admin/tickets"):
        answer = raw(desk, path, method, b"x")
        assert answer.status == 404 and HOUSE in answer.body.decode()


def test_posting_to_a_page_that_is_none_is_not_found(desk: Desk) -> None:
    assert raw(desk, "/nowhere", "POST", b"a=b").status == 404
    assert raw(desk, "/", "POST", b"a=b").status == 404


FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("kind", "body", "length"),
    [
        (FORM, b"message=words", "abc"),
        (FORM, b"message=words", "-5"),
        (FORM, b"message=words", "999"),
        (FORM, b"message=words", "3"),
        (FORM, b"message=words", ""),
        (FORM, b"\xff\xfe=\x00&%=%zz&&&", "16"),
        (FORM, b"a=1&" * 5000, "20000"),
        (FORM + "; charset=no-such", b"message=words", "13"),
        (FORM + "; charset=utf-16", b"message=words", "13"),
        (MULTIPART, b"", "0"),
        (MULTIPART, b"nonsense", "8"),
        (MULTIPART, b"--x\r\n\r\nno header\r\n--x--", "24"),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="message"\r\n\r\nwor', "60"),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--', "56"),
        ("multipart/form-data", b"no boundary", "11"),
        ("application/json", b"{}", "2"),
        ("", b"x", "1"),
        ("é; é=é", b"x", "1"),
    ],
)
def test_broken_bodies_end_at_a_page(desk: Desk, kind: str, body: bytes, length: str) -> None:
    answer = raw(desk, "/submit", "POST", body, CONTENT_TYPE=kind, CONTENT_LENGTH=length)
    assert 400 <= answer.status < 500 and b"<html" in answer.body
    assert Ticket.select().count() == 0


def test_more_than_any_form_holds_is_413(desk: Desk) -> None:
    length = str((1 << 25) + 1)
    answer = raw(desk, "/submit", "POST", b"x", CONTENT_TYPE=FORM, CONTENT_LENGTH=length)
    assert answer.status == 413 and HOUSE in answer.body.decode()


def test_a_page_that_fails_while_it_tells_of_a_failure_still_tells(
    desk: Desk, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helpdesk.web import errors_page

    def failing(*_arguments: object) -> None:
        raise ZeroDivisionError

    browser = desk.browser()
    browser.get("/submit")
    fields = {**REQUEST, "csrf": token(browser), "category": str(desk.category("General").id)}
    monkeypatch.setattr(errors_page, "_actions", failing)
    page = browser.post("/submit", fields, status=500)
    assert "Something went wrong on our side" in page


def test_a_slash_too_many_is_put_right(desk: Desk) -> None:
    _browser, track = as_cleo(desk)
    browser = desk.browser(SCRIPT_NAME="/helpdesk")
    answer = browser.get(f"/ticket/{track}/", status=303)
    assert answer.location.endswith(f"/helpdesk/ticket/{track}")
