"""The same form acts only once, however often and however quickly it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from helpdesk.clock import now
from helpdesk.schema import Message, Once, Ticket
from helpdesk.tickets import submitting
from tests.asking import REQUEST, submit, token
from tests.cast import Desk
from tests.together import at_once


def same(browser: TestApp) -> dict[str, Any]:
    return {"csrf": token(browser)}


def test_second_sending_leads_to_the_first_ones_result(desk: Desk) -> None:
    browser = desk.browser()
    form = same(browser)
    first, second = submit(desk, browser, **form), submit(desk, browser, **form)
    assert first.location == second.location
    assert Ticket.select().count() == 1


def test_double_click_whose_first_answer_got_lost_still_shows_the_request(desk: Desk) -> None:
    browser, lost = desk.browser(), desk.browser()
    form = same(browser)
    lost.set_cookie("hd_guest", browser.cookies["hd_guest"])
    submit(desk, lost, **form)
    submit(desk, browser, **form).follow(status=200)
    assert Ticket.select().count() == 1


def test_sendings_at_the_same_moment_make_one_request(desk: Desk) -> None:
    browser = desk.browser()
    form = {**REQUEST, "category": str(desk.category("General").id), **same(browser)}
    guest = browser.cookies["hd_guest"]

    def send() -> str:
        tab = desk.browser()
        tab.set_cookie("hd_guest", guest)
        arrived = tab.post("/submit", form, status=303)
        arrived.follow(status=200)
        return str(arrived.location)

    locations = at_once(*[send] * 4)
    assert len(locations) == 4 and len(set(locations)) == 1
    assert Ticket.select().count() == Message.select().count() == Once.select().count() == 1


def test_text_edited_after_back_makes_a_second_request(desk: Desk) -> None:
    browser = desk.browser()
    form = same(browser)
    submit(desk, browser, message="First words", **form)
    submit(desk, browser, message="Other words", **form)
    assert Ticket.select().count() == 2


def test_file_edited_after_back_makes_a_second_request(desk: Desk) -> None:
    browser = desk.browser()
    form = same(browser)
    submit(desk, browser, files=(("a.txt", b"one"),), **form)
    submit(desk, browser, files=(("a.txt", b"two"),), **form)
    submit(desk, browser, files=(("a.txt", b"two"),), **form)
    assert Ticket.select().count() == 2


def test_two_tabs_are_two_forms(desk: Desk) -> None:
    browser = desk.browser()
    first, second = same(browser), same(browser)
    submit(desk, browser, message="In the first tab", **first)
    submit(desk, browser, message="In the second tab", **second)
    assert Ticket.select().count() == 2


@pytest.mark.parametrize("action", ["reply", "note"])
def test_staff_may_click_twice(desk: Desk, action: str) -> None:
    browser, number = desk.signed_in(), desk.ticket().id
    form = {"message": "On its way.", **same(browser)}
    first = browser.post(f"/admin/tickets/{number}/{action}", form, status=303)
    second = browser.post(f"/admin/tickets/{number}/{action}", form, status=303)
    assert first.location == second.location
    assert Message.select().count() == 2


def test_a_refused_form_may_be_sent_again(desk: Desk) -> None:
    browser = desk.browser()
    form = same(browser)
    submit(desk, browser, email="", status=422, **form)
    submit(desk, browser, email="", status=422, **form)
    submit(desk, browser, **form)
    assert Ticket.select().count() == 1


def test_same_words_from_a_new_form_are_the_same_request_for_ten_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk.browser()
    first = submit(desk, browser, **same(browser))
    assert submit(desk, browser, **same(browser)).location == first.location
    later = now() + submitting.AGAIN + timedelta(seconds=5)
    monkeypatch.setattr(submitting, "now", lambda: later)
    assert submit(desk, browser, **same(browser)).location != first.location
    assert Ticket.select().count() == 2


def test_same_words_from_another_address_are_another_request(desk: Desk) -> None:
    browser = desk.browser()
    submit(desk, browser, **same(browser))
    submit(desk, browser, email="dan@example.com", **same(browser))
    assert Ticket.select().count() == 2
