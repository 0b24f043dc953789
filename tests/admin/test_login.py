"""Signing in and out."""

import pytest
from passlib.context import CryptContext
from webtest import TestApp, TestResponse

from helpdesk import db, security
from helpdesk.schema import Event, Session, Staff
from tests.asking import form_to, post
from tests.cast import PASSWORD, Desk
from tests.watching import reading, statements

ANNA = "anna@example.com"


@pytest.fixture(autouse=True)
def cheap_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown people cost as little here as known ones; a test of passwords pins the real cost."""
    monkeypatch.setattr(security, "_NOBODY", security.hash_password("of nobody"))


def sign_in(
    browser: TestApp, email: str = ANNA, password: str = PASSWORD, status: int = 303, **more: str
) -> TestResponse:
    return post(browser, "/admin/login", email=email, password=password, status=status, **more)


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stored hashes that passwords were compared with."""
    compared: list[str] = []
    real = security.passwords().verify

    def verify(password: str, stored: str) -> bool:
        compared.append(stored)
        return bool(real(password, stored))

    monkeypatch.setattr(security.passwords(), "verify", verify)
    return compared


def test_address_and_password_open_the_panel(desk: Desk) -> None:
    answer = sign_in(desk.browser(), " ANNA@Example.com ")
    assert answer.location.endswith("/admin/")
    answer.follow(status=200)
    assert Event.select().where(Event.name == "staff.signed_in").count() == 1


def test_form_leads_back_to_where_one_wanted_to_go(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.browser()
    form = form_to(browser.get(f"/admin/tickets/{number}").follow(), "/admin/login")
    form["email"], form["password"] = ANNA, "wrong"
    form = form_to(form.submit(status=422), "/admin/login")
    form["password"] = PASSWORD
    assert form.submit(status=303).location.endswith(f"/admin/tickets/{number}")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "/admin/../../x\\y",
        "/submit",
        "/admin/login?next=/admin/login",
    ],
)
def test_no_link_leads_away_from_the_panel(desk: Desk, elsewhere: str) -> None:
    assert sign_in(desk.browser(), next=elsewhere).location.endswith("/admin/")


def test_unknown_address_and_wrong_password_get_the_same_answer(desk: Desk) -> None:
    told = []
    for email in (ANNA, "zoe@example.com"):
        page = sign_in(desk.browser(), email, "wrong", 422)
        token = form_to(page, "/admin/login")["csrf"].value
        told.append(page.text.replace(email, "").replace(token, ""))
    assert told[0] == told[1] and "address or the password is wrong" in told[0]


@pytest.mark.parametrize("email", [ANNA, "zoe@example.com", "", "gone@example.com"])
def test_every_wrong_try_costs_one_hash(desk: Desk, verified: list[str], email: str) -> None:
    Staff.update(email_normal="gone@example.com", is_active=False).where(
        Staff.email == "ben@example.com"
    ).execute()
    sign_in(desk.browser(), email, "wrong", 422)
    assert len(verified) == 1


def test_every_wrong_try_costs_the_same_statements(desk: Desk) -> None:
    costs = []
    for email in ("first@example.com", ANNA, "zoe@example.com"):
        with statements() as found:
            sign_in(desk.browser(), email, "wrong", 422)
        costs.append(found)
    assert costs[1] == costs[2] and reading(costs[1])


def test_who_was_deactivated_stays_outside(desk: Desk) -> None:
    Staff.update(is_active=False).execute()
    sign_in(desk.browser(), status=422)
    assert Session.select().count() == 0


def test_who_has_no_password_stays_outside(desk: Desk) -> None:
    Staff.update(password=None).execute()
    for password in ("", "None", PASSWORD):
        sign_in(desk.browser(), password=password, status=422)


def test_a_second_tab_with_the_form_is_led_on(desk: Desk) -> None:
    browser = desk.browser()
    second = form_to(browser.get("/admin/login"), "/admin/login")
    sign_in(browser)
    second["email"], second["password"] = ANNA, PASSWORD
    assert second.submit(status=303).location.endswith("/admin/")


def test_who_is_signed_in_needs_no_form(desk: Desk) -> None:
    answer = desk.signed_in().get("/admin/login?next=/admin/account/password", status=303)
    assert answer.location.endswith("/admin/account/password")


def test_weak_hashes_are_made_anew(desk: Desk) -> None:
    cheap = CryptContext(schemes=["pbkdf2_sha256"], pbkdf2_sha256__default_rounds=10)
    weak = cheap.hash(PASSWORD)
    with db.transaction():
        Staff.update(password=weak).where(Staff.email == ANNA).execute()
    sign_in(desk.browser())
    fresh = Staff.get(Staff.email == ANNA).password
    assert fresh != weak and security.verify_password(PASSWORD, fresh)


def test_who_prefers_the_list_lands_there(desk: Desk) -> None:
    Staff.update(start="list").where(Staff.email == ANNA).execute()
    assert sign_in(desk.browser()).location.endswith("/admin/tickets")


def test_log_out_is_recorded(desk: Desk) -> None:
    browser = desk.signed_in()
    answer = form_to(browser.get("/admin/tickets"), "/admin/logout").submit(status=303)
    assert answer.location.endswith("/admin/login")
    assert Event.select().where(Event.name == "staff.signed_out").count() == 1
