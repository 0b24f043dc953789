"""Form tokens: a form that isn't ours, or is too old, comes back with its text, unstored."""

from types import SimpleNamespace

import pytest

from helpdesk.schema import Session, Ticket
from helpdesk.web import csrf
from tests.asking import form_to, submit, token
from tests.cast import PASSWORD, Desk

KEY, CLEO = "secret", "cleo's browser"


def at(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    monkeypatch.setattr(csrf, "time", SimpleNamespace(time=lambda: moment))


def forged(desk: Desk, kind: str) -> str:
    return {"missing": "", "forged": "A" * 47, "another browser's": token(desk.browser())}[kind]


@pytest.mark.parametrize("kind", ["missing", "forged", "another browser's"])
def test_form_comes_back_with_its_text_and_nothing_is_stored(desk: Desk, kind: str) -> None:
    browser = desk.browser()
    browser.get("/submit")
    page = submit(desk, browser, csrf=forged(desk, kind), message="My words", status=422)
    assert form_to(page, "/submit")["message"].value == "My words"
    assert Ticket.select().count() == Session.select().count() == 0


def test_form_that_came_back_can_be_sent_at_once(desk: Desk) -> None:
    browser = desk.browser()
    again = form_to(submit(desk, browser, csrf="", status=422), "/submit")
    again.submit(status=303)
    assert Ticket.select().count() == 1


def test_form_older_than_a_day_comes_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.browser()
    at(monkeypatch, 1_000_000)
    old = token(browser)
    at(monkeypatch, 1_000_000 + csrf.LASTS + 1)
    submit(desk, browser, csrf=old, status=422)
    at(monkeypatch, 1_000_000 + csrf.LASTS)
    submit(desk, browser, csrf=old, status=303)


def test_tokens_differ_in_every_answer(desk: Desk) -> None:
    browser = desk.signed_in()
    number = desk.ticket().id
    given: list[str] = []
    for _ in range(3):
        forms = browser.get(f"/admin/tickets/{number}").forms.values()
        tokens = {form["csrf"].value for form in forms if form.method.lower() == "post"}
        assert len(tokens) == 1, "forms of a page share its token"
        given += tokens
    assert len(set(given)) == 3


def test_forms_of_a_page_that_say_the_same_are_not_taken_for_each_other(desk: Desk) -> None:
    """Each acts once; which one it is says its address."""
    browser = desk.signed_in()
    number = desk.ticket().id
    given = form_to(browser.get(f"/admin/tickets/{number}"), f"/admin/tickets/{number}/trash")
    same = given["csrf"].value
    browser.post(f"/admin/tickets/{number}/trash", {"csrf": same}, status=303)
    assert Ticket.get_by_id(number).deleted is not None
    browser.post(f"/admin/tickets/{number}/restore", {"csrf": same}, status=303)
    assert Ticket.get_by_id(number).deleted is None


def test_nobody_can_be_signed_in_by_a_form_of_another_browser(desk: Desk) -> None:
    victim = desk.browser()
    victim.get("/admin/login")
    fields = {"email": "anna@example.com", "password": PASSWORD, "csrf": token(desk.browser())}
    victim.post("/admin/login", fields, status=422)
    assert Session.select().count() == 0
    victim.get("/admin/tickets", status=303)


def test_a_guests_token_ends_when_somebody_signs_in(desk: Desk) -> None:
    browser = desk.browser()
    planted = token(browser)
    login = form_to(browser.get("/admin/login"), "/admin/login")
    login["email"], login["password"] = "anna@example.com", PASSWORD
    login.submit(status=303)
    number = desk.ticket().id
    browser.post(f"/admin/tickets/{number}/note", {"message": "x", "csrf": planted}, status=422)


def test_token_tells_its_number_and_age(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 100)
    made = csrf.make(KEY, CLEO)
    at(monkeypatch, 160)
    found = csrf.read(KEY, CLEO, made)
    assert found is not None and found.age == 60 and len(found.number) == 24


def test_token_of_the_future_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 100)
    made = csrf.make(KEY, CLEO)
    at(monkeypatch, 99)
    assert csrf.read(KEY, CLEO, made) is None


@pytest.mark.parametrize("odd", ["", "é", "====", "A", "A" * 46, "A" * 5000, "\x00", "日本"])
def test_what_is_no_token_is_refused(odd: str) -> None:
    assert csrf.read(KEY, CLEO, odd) is None


def test_token_without_a_binding_is_refused() -> None:
    assert csrf.read(KEY, "", csrf.make(KEY, "")) is None


def test_every_changed_sign_spoils_a_token() -> None:
    made = csrf.make(KEY, CLEO)
    for place in range(len(made) - 1):  # the last sign carries spare bits
        other = "A" if made[place] != "A" else "B"
        assert csrf.read(KEY, CLEO, made[:place] + other + made[place + 1 :]) is None
