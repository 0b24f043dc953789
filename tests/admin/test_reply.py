"""Answering the customer from the panel."""

import pytest

from helpdesk import db, settings, statuses
from helpdesk.schema import Message, Role, Staff, Ticket
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


def owner_first() -> None:
    with db.transaction():
        settings.change({"tickets.owner_first": True})


def test_taken_with_the_reply_where_an_owner_comes_first(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    assert "Take it and send" not in browser.get(f"/admin/tickets/{number}")
    owner_first()
    page = browser.get(f"/admin/tickets/{number}")
    page.mustcontain("Take it and send")
    form = form_to(page, "/reply")
    form["message"] = "Bring it in."
    page = form.submit(status=303).follow()
    assert Ticket.get().owner_id == desk.anna.id and Message.select().count() == 2
    page.mustcontain("Send reply", no="Take it and send")


def test_a_wrong_reply_takes_nothing(desk: Desk) -> None:
    owner_first()
    number = desk.ticket().id
    path = f"/admin/tickets/{number}/reply"
    page = post(desk.signed_in(), path, message=" ", take="1", status=422)
    assert "Take it and send" in page and Ticket.get().owner_id is None


def test_who_may_not_take_it_is_told_what_to_do(desk: Desk) -> None:
    """Before they write; and what they have written stays."""
    owner_first()
    role = Role.create(name="Writer", permissions='["tickets.view", "tickets.reply"]')
    Staff.update(role=role.id).where(Staff.id == desk.ben.id).execute()
    number, ben = desk.ticket(category="Repairs").id, desk.signed_in("ben@example.com")
    page = ben.get(f"/admin/tickets/{number}")
    page.mustcontain("Ask a colleague to take it", no="Take it and send")
    page = post(ben, f"/admin/tickets/{number}/reply", message="Mine", take="1", status=422)
    page.mustcontain("A reply needs an owner first")
    assert form_to(page, "/reply")["message"].value == "Mine" and Ticket.get().owner_id is None
