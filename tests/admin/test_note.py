"""Writing a note that only staff see."""

from helpdesk.schema import Message, Outbox, Ticket
from tests.asking import form_to, post
from tests.cast import Desk


def test_is_added_and_changes_nothing_for_the_customer(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    before, mails = Ticket.get(), Outbox.select().count()
    form = form_to(browser.get(f"/admin/tickets/{number}?mode=note"), "/note")
    form["message"] = "Frame is bent."
    form.submit(status=303).follow(status=200).mustcontain("Frame is bent.")
    after = Ticket.get()
    assert (after.notes, after.messages, after.status_id) == (1, 1, before.status_id)
    assert (after.snippet, after.last_message) == (before.snippet, before.last_message)
    assert Outbox.select().count() == mails


def test_empty_it_comes_back_as_a_note(desk: Desk) -> None:
    number = desk.ticket().id
    page = post(desk.signed_in(), f"/admin/tickets/{number}/note", message=" ", status=422)
    assert form_to(page, "/note") and page.html.find(id="reply-error").get_text(strip=True)
    assert Message.select().count() == 1
