"""Sessions begin at the first successful POST, change their value at log-in, and end at once."""

from datetime import timedelta

import pytest
from webtest import TestApp

from helpdesk import db, security
from helpdesk.clock import now
from helpdesk.schema import Session, Staff
from helpdesk.web import sessions
from tests.asking import as_cleo, form_to, post, submit
from tests.cast import PASSWORD, Desk

NEW = "a longer new password"


def value(browser: TestApp) -> str:
    return str(browser.cookies.get("hd_session", ""))


def with_session(desk: Desk, cookie: str) -> TestApp:
    browser = desk.browser()
    browser.set_cookie("hd_session", cookie)
    return browser


def sign_in(browser: TestApp, email: str = "anna@example.com") -> None:
    login = form_to(browser.get("/admin/login"), "/admin/login")
    login["email"], login["password"] = email, PASSWORD
    login.submit(status=303)


def change_password(browser: TestApp) -> None:
    post(browser, "/admin/account/password", current=PASSWORD, new=NEW, again=NEW)


def test_a_visitor_has_none(desk: Desk) -> None:
    browser = desk.browser()
    browser.get("/submit")
    assert value(browser) == "" and Session.select().count() == 0


def test_the_database_holds_only_a_digest(desk: Desk) -> None:
    browser, _track = as_cleo(desk)
    assert [row.id for row in Session.select()] == [security.digest(value(browser))]


def test_log_in_gives_a_new_value_and_ends_the_old_one(desk: Desk) -> None:
    browser, track = as_cleo(desk)
    old = value(browser)
    sign_in(browser)
    assert value(browser) not in ("", old)
    with_session(desk, old).get(f"/ticket/{track}", status=404)
    with_session(desk, old).get("/admin/tickets", status=303)
    browser.get(f"/ticket/{track}", status=200)  # what one could see before stays


def test_log_out_ends_it(desk: Desk) -> None:
    browser = desk.signed_in()
    old = value(browser)
    form_to(browser.get("/admin/tickets"), "/admin/logout").submit(status=303)
    assert value(browser) == "" and Session.select().count() == 0
    with_session(desk, old).get("/admin/tickets", status=303)


def test_log_out_leaves_other_browsers_alone(desk: Desk) -> None:
    browser, other = desk.signed_in(), desk.signed_in()
    form_to(browser.get("/admin/tickets"), "/admin/logout").submit(status=303)
    other.get("/admin/tickets", status=200)


def test_new_password_ends_all_others_and_renews_this_one(desk: Desk) -> None:
    browser, other, bens = desk.signed_in(), desk.signed_in(), desk.signed_in("ben@example.com")
    old = value(browser)
    change_password(browser)
    browser.get("/admin/tickets", status=200)
    other.get("/admin/tickets", status=303)
    with_session(desk, old).get("/admin/tickets", status=303)
    bens.get("/admin/tickets", status=200)


def test_deactivation_ends_it_at_once(desk: Desk) -> None:
    browser = desk.signed_in()
    Staff.update(is_active=False).where(Staff.email == "anna@example.com").execute()
    browser.get("/admin/tickets", status=303)
    browser.get("/", status=200)


def test_it_ends_by_itself(desk: Desk) -> None:
    browser = desk.signed_in()
    Session.update(expires=now()).execute()
    browser.get("/admin/tickets", status=303)


@pytest.mark.parametrize(("left", "prolonged"), [(6, True), (8, False)])
def test_writing_prolongs_it_after_half_of_the_time(desk: Desk, left: int, prolonged: bool) -> None:
    browser, number = desk.signed_in(), desk.ticket().id
    Session.update(expires=now() + timedelta(days=left)).execute()
    post(browser, f"/admin/tickets/{number}/note", message="Looked at it")
    remaining = Session.get().expires - now()
    assert (remaining > timedelta(days=13)) is prolonged


def test_a_refused_post_leaves_it_as_it_was(desk: Desk) -> None:
    browser, number = desk.signed_in(), desk.ticket().id
    Session.update(expires=now() + timedelta(days=1)).execute()
    answer = post(browser, f"/admin/tickets/{number}/note", message=" ", status=422)
    assert "hd_session" not in str(answer.headers.getall("Set-Cookie"))
    assert Session.get().expires - now() <= timedelta(days=1)


def test_a_browser_remembers_the_last_hundred_requests(desk: Desk) -> None:
    current = sessions.Current()
    with db.transaction():
        for number in range(1, 103):
            current.grant(number)
    assert sessions.load(current.value).tickets == list(range(3, 103))


@pytest.mark.parametrize("odd", ["x", "x" * 5000, "\x7f", "ÿ"])
def test_an_odd_cookie_is_none(desk: Desk, odd: str) -> None:
    assert sessions.load(odd) == sessions.Current()


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(desk: Desk) -> None:
    browser = desk.browser()
    answers = (browser.get("/submit"), submit(desk, browser))
    given = [answer.headers["Set-Cookie"] for answer in answers]
    assert [cookie.split("=")[0] for cookie in given] == ["hd_guest", "hd_session"]
    for cookie in given:
        flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags and "secure" not in flags


def test_cookies_stay_on_tls_and_below_the_prefix(desk: Desk) -> None:
    browser = desk.browser(SCRIPT_NAME="/helpdesk", **{"wsgi.url_scheme": "https"})
    cookie = browser.get("/submit").headers["Set-Cookie"]
    flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
    assert {"secure", "path=/helpdesk/"} <= flags
