"""A request as its customer sees it: what was said to them, where it stands, a reply."""

import gzip

import pytest
from webtest import TestResponse

from helpdesk import db, events, settings, statuses, tickets
from helpdesk.clock import now
from helpdesk.schema import Message, Ticket
from helpdesk.tickets import order
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


def test_needs_eight_queries_however_long_it_is(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, used = looked_up(desk, ticket.tracking_id), []
    for _ in range(2):
        for number in range(3):
            answered(desk, ticket, f"Answer {number}", "waiting" if number % 2 else "open")
        browser.get(f"/ticket/{ticket.tracking_id}")  # the small tables are in memory then
        with statements() as found:
            browser.get(f"/ticket/{ticket.tracking_id}", status=200)
        used.append(len(reading(found)))
    assert used[0] == used[1] <= 8


def long(desk: Desk, count: int) -> Ticket:
    """A ticket with so many messages, every tenth of the customer."""
    ticket = desk.ticket()
    anna = desk.anna
    rows = [
        {
            "ticket": ticket.id,
            "position": at,
            "text": f"No. {at}.",
            "html": f"<p>No. {at}.</p>",
            "author": "Cleo Marsh" if at % 10 == 0 else anna.name,
            "customer": ticket.customer_id if at % 10 == 0 else None,
            "staff": None if at % 10 == 0 else anna.id,
        }
        for at in range(2, count + 1)
    ]
    with db.transaction():
        for start in range(0, len(rows), 100):
            Message.insert_many(rows[start : start + 100]).execute()
        Ticket.update(messages=count, last_position=count).where(Ticket.id == ticket.id).execute()
    return ticket


def shown(page: TestResponse) -> list[int]:
    return [int(each["data-position"]) for each in page.html.find_all("article")]


def test_a_long_conversation_shows_the_newest_and_more_on_demand(desk: Desk) -> None:
    ticket = long(desk, 130)
    browser = looked_up(desk, ticket.tracking_id)
    page = browser.get(f"/ticket/{ticket.tracking_id}")
    assert shown(page) == list(range(81, 131))
    page = page.click("Show earlier messages")
    assert shown(page) == list(range(31, 131))
    page = page.click("Show earlier messages")
    assert shown(page) == list(range(1, 131)) and "Show earlier" not in page


def test_fifty_are_shown_whole(desk: Desk) -> None:
    ticket = long(desk, 50)
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}")
    assert len(shown(page)) == 50 and "Show earlier" not in page


def test_notes_and_pending_ones_take_no_place_among_the_fifty(desk: Desk) -> None:
    ticket = long(desk, 70)
    with db.transaction():
        Message.update(is_note=True).where(Message.position.between(60, 62)).execute()
        later = now().replace(year=2999)
        Message.update(pending_until=later).where(Message.position == 70).execute()
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}")
    assert len(shown(page)) == 50 and 61 not in shown(page) and 70 not in shown(page)


@pytest.mark.parametrize("earlier", ["0", "1", "-5", "x", "99999999", "9" * 40, "é"])
def test_odd_places_to_begin_from(desk: Desk, earlier: str) -> None:
    ticket = long(desk, 60)
    browser = looked_up(desk, ticket.tracking_id)
    page = browser.get(f"/ticket/{ticket.tracking_id}", {"earlier": earlier})
    assert 50 <= len(shown(page)) <= 60


def test_five_hundred_messages_are_a_light_page(desk: Desk) -> None:
    ticket = long(desk, 500)
    browser = looked_up(desk, ticket.tracking_id)
    browser.get(f"/ticket/{ticket.tracking_id}")
    with statements() as found:
        page = browser.get(f"/ticket/{ticket.tracking_id}", status=200)
    assert len(reading(found)) <= 10 and len(gzip.compress(page.body)) < 15_000


def test_the_printed_form_has_all_of_it(desk: Desk) -> None:
    ticket = long(desk, 120)
    noted(desk, ticket, "A difficult customer")
    browser = looked_up(desk, ticket.tracking_id)
    page = browser.get(f"/ticket/{ticket.tracking_id}/print")
    assert len(page.html.find_all("article")) == 120 and "difficult" not in page
    assert "<form" not in str(page.html.main)
    desk.browser().get(f"/ticket/{ticket.tracking_id}/print", status=404)


def test_says_who_took_it_on(desk: Desk) -> None:
    ticket, anna = desk.ticket(), desk.anna
    with db.transaction():
        position = order.advance(ticket, owner=anna.id)
        changes = {"owner": (None, anna.id)}
        events.record(
            events.ASSIGNED, anna.actor(), ticket=ticket, position=position, changes=changes
        )
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}")
    assert "Anna Lindgren took it on" in page
    assert page.html.find(attrs={"data-hd-thread": True}).find(id=f"entry-{position}")


def test_other_changes_are_not_told_to_customers(desk: Desk) -> None:
    ticket, anna = desk.ticket(), desk.anna
    with db.transaction():
        position = order.advance(ticket)
        changes = {"priority": (1, 2)}
        events.record(
            events.CHANGED, anna.actor(), ticket=ticket, position=position, changes=changes
        )
    page = looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}")
    assert not page.html.find(class_="hd-ev")
