"""A request as its customer sees it: what was said to them, where it stands, a reply."""

import pytest

from helpdesk import db, settings, statuses, tickets
from helpdesk.clock import now
from helpdesk.schema import Message, Ticket
from tests.asking import form_to, looked_up, post
from tests.cast import Desk
from tests.watching import reading, statements


def answered(desk: Desk, ticket: Ticket, text: str = "Bring it in.", meaning: str = "") -> None:
    status = statuses.default(meaning) if meaning else None
    anna = desk.anna
    with db.transaction():
        tickets.reply(ticket, actor=anna.actor(), author=anna.name, text=text, status=status)


def noted(desk: Desk, ticket: Ticket, text: str) -> None:
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text=text)


def test_shows_both_sides_in_order(desk: Desk) -> None:
    ticket = desk.ticket()
    answered(desk, ticket)
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}").html
    said = [bubble.find(class_="hd-text").get_text() for bubble in page.find_all("article")]
    assert said == ["Since Tuesday the rear wheel rubs.", "Bring it in."]


def test_notes_never_reach_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    noted(desk, ticket, "A difficult customer")
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}")
    assert "difficult" not in page


def test_a_reply_that_is_still_pending_is_not_shown(desk: Desk) -> None:
    ticket = desk.ticket()
    answered(desk, ticket, "Not sent yet")
    with db.transaction():
        Message.update(pending_until=now().replace(year=2999)).where(Message.position > 1).execute()
    browser = looked_up(desk, ticket.tracking_id)
    assert "Not sent yet" not in browser.get(f"/ticket/{ticket.tracking_id}")
    Message.update(pending_until=now().replace(year=2000)).execute()
    assert "Not sent yet" in browser.get(f"/ticket/{ticket.tracking_id}")


@pytest.mark.parametrize(
    ("meaning", "word"),
    [
        ("new", "Received"),
        ("open", "Being worked on"),
        ("waiting", "Waiting for you"),
        ("hold", "On hold"),
        ("resolved", "Resolved"),
    ],
)
def test_says_where_it_stands(desk: Desk, meaning: str, word: str) -> None:
    ticket = desk.ticket()
    with db.transaction():
        tickets.set_status(ticket, statuses.default(meaning), actor=desk.anna.actor())
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}").html
    here = page.find(class_="hd-stages").find("li", attrs={"aria-current": "step"})
    assert here.get_text().startswith(word)


def test_a_reply_reaches_the_desk(desk: Desk) -> None:
    ticket = desk.ticket()
    answered(desk, ticket)
    browser = looked_up(desk, ticket.tracking_id)
    form = form_to(browser.get(f"/ticket/{ticket.tracking_id}"), "/reply")
    form["message"] = "When do you open?"
    form.submit(status=303).follow(status=200).mustcontain("When do you open?")
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.messages, fresh.last_by_customer) == ("open", 3, True)


def test_an_empty_reply_comes_back(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = looked_up(desk, ticket.tracking_id)
    page = post(browser, f"/ticket/{ticket.tracking_id}/reply", message=" ", status=422)
    assert page.html.find(id="reply-error").get_text(strip=True) == "Write a message."


def test_a_closed_request_takes_no_reply_where_the_desk_says_so(desk: Desk) -> None:
    ticket = desk.ticket()
    answered(desk, ticket, meaning="resolved")
    browser, path = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    assert browser.get(path).html.find(id="reply")
    with db.transaction():
        settings.change({"tickets.customer_reopens": False})
    page = browser.get(path)
    assert not page.html.find(id="reply") and "takes no more replies" in page
    told = post(browser, f"{path}/reply", message="But still!", status=403)
    assert "But still!" in told and Message.select().count() == 2


def test_any_spelling_of_the_tracking_id_opens_it(desk: Desk) -> None:
    track = desk.ticket().tracking_id
    looked_up(desk, track).get(f"/ticket/{track.lower()}", status=200)


def test_needs_ten_queries_however_long_it_is(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, used = looked_up(desk, ticket.tracking_id), []
    for _ in range(2):
        for number in range(3):
            answered(desk, ticket, f"Answer {number}", "waiting" if number % 2 else "open")
        with statements() as found:
            browser.get(f"/ticket/{ticket.tracking_id}", status=200)
        used.append(len(reading(found)))
    assert used[0] == used[1] <= 10
