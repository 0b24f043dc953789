"""How often something may be tried, per network and per account; refused tries count."""

from datetime import timedelta

import pytest
from webtest import TestApp, TestResponse

from helpdesk import db, security, settings, throttle
from helpdesk.clock import now
from helpdesk.errors import TooMany
from helpdesk.schema import Throttle as Window
from helpdesk.schema import Ticket
from tests.asking import form_to, post, submit
from tests.cast import PASSWORD, Desk


def limit(**changes: int) -> None:
    with db.transaction():
        settings.change({f"security.{key}": value for key, value in changes.items()})


@pytest.fixture(autouse=True)
def cheap_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown people cost as little here as known ones; a test of passwords pins the real cost."""
    monkeypatch.setattr(security, "_NOBODY", security.hash_password("of nobody"))


def sign_in(
    browser: TestApp, email: str = "anna@example.com", password: str = "wrong", status: int = 422
) -> TestResponse:
    return post(browser, "/admin/login", email=email, password=password, status=status)


def at(desk: Desk, address: str) -> TestApp:
    return desk.browser(REMOTE_ADDR=address)


def test_hits_are_counted_until_the_limit(desk: Desk) -> None:
    for _ in range(3):
        throttle.hit("what", "who", 3, 60)
    with pytest.raises(TooMany) as told:
        throttle.hit("what", "who", 3, 60)
    assert 0 < told.value.retry_after <= 60 and "1 minute" in told.value.message
    throttle.hit("what", "somebody else", 3, 60)
    throttle.hit("something else", "who", 3, 60)


def test_a_window_ends(desk: Desk) -> None:
    throttle.hit("what", "who", 1, 60)
    Window.update(ends=now() - timedelta(seconds=1)).execute()
    throttle.hit("what", "who", 1, 60)
    assert Window.get().hits == 1


def test_success_forgets_the_tries(desk: Desk) -> None:
    throttle.hit("what", "who", 1, 60)
    throttle.clear("what", "who")
    throttle.hit("what", "who", 1, 60)


def test_ended_windows_are_swept(desk: Desk) -> None:
    throttle.hit("what", "old", 1, 60)
    Window.update(ends=now() - timedelta(seconds=1)).execute()
    throttle.hit("what", "new", 1, 60)
    assert throttle.sweep() == 1 and Window.select().count() == 1


def test_submit_is_limited_and_keeps_the_text(desk: Desk) -> None:
    limit(requests_per_hour=1)
    browser = desk.browser()
    submit(desk, browser)
    page = submit(desk, browser, message="My second matter", status=429)
    assert 3590 <= int(page.headers["Retry-After"]) <= 3600
    assert form_to(page, "/submit")["message"].value == "My second matter"
    assert "tried too often" in page and Ticket.select().count() == 1


def test_refused_requests_count(desk: Desk) -> None:
    limit(requests_per_hour=2)
    browser = desk.browser()
    submit(desk, browser, email="", status=422)
    submit(desk, browser, email="", status=422)
    submit(desk, browser, status=429)


def test_look_ups_are_limited(desk: Desk) -> None:
    limit(lookups_per_hour=3)
    ticket, browser = desk.ticket(), desk.browser()
    for _ in range(3):
        post(browser, "/ticket", track="AAA-AAA-AAAA", email="x@example.com", status=422)
    page = post(browser, "/ticket", track=ticket.tracking_id, email="cleo@example.com", status=429)
    assert int(page.headers["Retry-After"]) > 0
    assert form_to(page, "/ticket")["track"].value == ticket.tracking_id


def test_replies_are_limited_with_the_requests(desk: Desk) -> None:
    limit(requests_per_hour=1)
    browser = desk.browser()
    track = submit(desk, browser).location.split("/")[-2]
    page = post(browser, f"/ticket/{track}/reply", message="And one thing more", status=429)
    assert form_to(page, "/reply")["message"].value == "And one thing more"


def test_wrong_passwords_lock_the_account_from_that_network(desk: Desk) -> None:
    limit(login_tries=2)
    browser = at(desk, "192.0.2.1")
    sign_in(browser)
    sign_in(browser, email=" ANNA@example.com")
    page = sign_in(browser, password=PASSWORD, status=429)
    assert 0 < int(page.headers["Retry-After"]) <= 15 * 60
    assert form_to(page, "/admin/login")["email"].value == "anna@example.com"
    sign_in(browser, "ben@example.com", PASSWORD, status=303)
    sign_in(at(desk, "192.0.2.2"), password=PASSWORD, status=303)


def test_wrong_passwords_of_many_accounts_lock_the_network(desk: Desk) -> None:
    limit(login_tries=2)
    browser = at(desk, "192.0.2.1")
    for number in range(20):
        sign_in(browser, f"nobody{number}@example.com")
    sign_in(browser, password=PASSWORD, status=429)
    sign_in(at(desk, "192.0.2.2"), password=PASSWORD, status=303)


def test_an_office_that_signs_in_behind_one_address_isnt_locked(desk: Desk) -> None:
    """Tries that succeed count for nothing; one wrong one among them counts once."""
    limit(login_tries=2)
    for _ in range(25):
        sign_in(at(desk, "192.0.2.1"), password=PASSWORD, status=303)
    for number in range(20):
        sign_in(at(desk, "192.0.2.1"), f"nobody{number}@example.com")
    sign_in(at(desk, "192.0.2.1"), password=PASSWORD, status=429)


def test_signing_in_forgets_the_accounts_tries(desk: Desk) -> None:
    limit(login_tries=2)
    for _ in range(2):
        browser = at(desk, "192.0.2.1")
        sign_in(browser)
        sign_in(browser, password=PASSWORD, status=303)


def test_wrong_present_passwords_are_limited(desk: Desk) -> None:
    browser = desk.signed_in()
    new = {"new": "a longer new password", "again": "a longer new password"}
    for _ in range(10):
        post(browser, "/admin/account/password", current="wrong", **new, status=422)
    post(browser, "/admin/account/password", current=PASSWORD, **new, status=429)


def test_neighbours_in_one_ipv6_network_share_the_limit(desk: Desk) -> None:
    limit(requests_per_hour=1)
    submit(desk, at(desk, "2001:db8:1:2::1"))
    submit(desk, at(desk, "2001:db8:1:2:ffff::9"), status=429)
    submit(desk, at(desk, "2001:db8:1:3::1"))


def test_forged_forwarded_addresses_do_not_help(desk: Desk) -> None:
    limit(requests_per_hour=1)
    submit(desk, desk.browser(HTTP_X_FORWARDED_FOR="192.0.2.7"))
    submit(desk, desk.browser(HTTP_X_FORWARDED_FOR="192.0.2.8"), status=429)
