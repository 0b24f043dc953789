"""Answering the customer from the panel."""

import pytest

from helpdesk import statuses
from helpdesk.schema import Message, Ticket
from tests.asking import form_to, post
from tests.cast import Desk


def test_is_sent_and_seen(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
    form["message"] = "Bring it in."
    form.submit(status=303).follow(status=200).mustcontain("Bring it in.")
    message = Message.select().order_by(Message.id.desc()).first()
    assert (message.author, message.staff, message.channel) == (
        "Anna Lindgren",
        desk.anna.id,
        "panel",
    )


def test_waits_for_the_customer_unless_told_otherwise(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
    form["message"] = "Which size?"
    form.submit(status=303)
    assert Ticket.get().status.meaning == "waiting"


@pytest.mark.parametrize("meaning", ["open", "hold", "resolved"])
def test_sets_the_chosen_status(desk: Desk, meaning: str) -> None:
    number, wanted = desk.ticket().id, statuses.default(meaning).id
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
    form["message"], form["status"] = "Here you are.", str(wanted)
    form.submit(status=303)
    assert Ticket.get().status.meaning == meaning


@pytest.mark.parametrize("text", ["", "  \n "])
def test_empty_it_comes_back(desk: Desk, text: str) -> None:
    number = desk.ticket().id
    page = post(desk.signed_in(), f"/admin/tickets/{number}/reply", message=text, status=422)
    assert page.html.find(id="reply-error").get_text(strip=True) == "Write a message."
    assert form_to(page, "/reply") and Message.select().count() == 1


@pytest.mark.parametrize("wrong", ["99", "x", "9" * 30, "-1"])
def test_with_an_unknown_status_it_comes_back_with_its_text(desk: Desk, wrong: str) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
    form["message"] = "My answer"
    form["status"].force_value(wrong)
    page = form.submit(status=422)
    assert form_to(page, "/reply")["message"].value == "My answer"
    assert Message.select().count() == 1 and Ticket.get().status.meaning == "new"
